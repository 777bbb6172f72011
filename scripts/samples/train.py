"""Trains the sample networks: train.py TRAIN_FOLDER SAMPLES_FOLDER [NAME...], both as scripts/samples/index.ts writes them.

Needs Debian's python3-torch and python3-pil. One thread and fixed seeds: the same machine gives the same weights.
"""
import pathlib
import sys
from collections import OrderedDict

import numpy as np
import torch
from PIL import Image
from torch import nn


def picture(path):
    """uint8 [3, H, W] in RGB."""
    return np.asarray(Image.open(path).convert("RGB")).transpose(2, 0, 1)


def signal(path):
    """float32 [C, L]."""
    return np.load(path)[0]


def read(folder, pattern, load):
    """All files of a folder of class folders; the class index is the alphabetical rank of its folder."""
    items = [(load(p), label) for label, kind in enumerate(sorted(folder.iterdir())) for p in sorted(kind.glob(pattern))]
    return torch.from_numpy(np.stack([x for x, _ in items])), torch.tensor([label for _, label in items])


def normalised(batch):
    """As the sidecars say: pictures from 0..255 to (x / 255 - 0.5) / 0.25, signals as they are."""
    return (batch.float() / 255 - 0.5) / 0.25 if batch.dtype == torch.uint8 else batch


def sequence(**layers):
    """Layers in order. Their names become the tensor names of the exported graph, which people choose layers by."""
    return nn.Sequential(OrderedDict(layers))


def faces_cnn():
    return sequence(
        conv1=nn.Conv2d(3, 8, 5, padding=2), relu1=nn.ReLU(), pool1=nn.MaxPool2d(2),
        conv2=nn.Conv2d(8, 16, 3, padding=1), relu2=nn.ReLU(), pool2=nn.MaxPool2d(2),
        conv3=nn.Conv2d(16, 24, 3, padding=1), relu3=nn.ReLU(), pool3=nn.MaxPool2d(2),
        flatten=nn.Flatten(), dropout=nn.Dropout(0.2),
        fc1=nn.Linear(24 * 16 * 16, 48), relu4=nn.ReLU(), fc2=nn.Linear(48, 32), relu5=nn.ReLU(), fc3=nn.Linear(32, 3),
    )


class Residual(nn.Module):
    """Two 3x3 convolutions with batch normalisation beside a 1x1 shortcut that takes the same stride."""

    def __init__(self, channels, out, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, out, 3, stride, 1, bias=False), nn.BatchNorm2d(out), nn.ReLU(),
            nn.Conv2d(out, out, 3, 1, 1, bias=False), nn.BatchNorm2d(out),
        )
        self.shortcut = nn.Sequential(nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out))
        self.last = nn.ReLU()

    def forward(self, x):
        return self.last(self.body(x) + self.shortcut(x))


def faces_resnet():
    return sequence(
        conv=nn.Conv2d(3, 12, 5, 2, 2, bias=False), bn=nn.BatchNorm2d(12), relu=nn.ReLU(), pool=nn.MaxPool2d(2),
        block1=Residual(12, 16, 1), block2=Residual(16, 32, 2), block3=Residual(32, 48, 1),
        average=nn.AdaptiveAvgPool2d(1), flatten=nn.Flatten(), fc=nn.Linear(48, 3),
    )


def signals_cnn1d():
    return sequence(
        conv1=nn.Conv1d(2, 12, 7, padding=3), relu1=nn.ReLU(), pool1=nn.MaxPool1d(2),
        conv2=nn.Conv1d(12, 24, 5, padding=2), relu2=nn.ReLU(), pool2=nn.MaxPool1d(2),
        conv3=nn.Conv1d(24, 32, 3, padding=1), relu3=nn.ReLU(), pool3=nn.MaxPool1d(2),
        flatten=nn.Flatten(), fc1=nn.Linear(32 * 32, 32), relu4=nn.ReLU(), fc2=nn.Linear(32, 4),
    )


NETWORKS = {
    "faces-cnn": ("faces", "*.png", picture, faces_cnn, 8),
    "faces-resnet": ("faces", "*.png", picture, faces_resnet, 6),
    "signals-cnn1d": ("signals", "*.npy", signal, signals_cnn1d, 12),
}


def train(network, inputs, labels, epochs, batch=32, peak=3e-3):
    """Adam under a one-cycle rate. A picture may be mirrored, brightened and dimmed; glasses stay what they are."""
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=1e-2)
    steps = epochs * (len(inputs) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, peak, total_steps=steps)
    network.train()
    for epoch in range(epochs):
        order, total = torch.randperm(len(inputs)), 0.0
        for start in range(0, len(order) - batch + 1, batch):
            rows = order[start:start + batch]
            x = normalised(inputs[rows])
            if x.dim() == 4:
                x = x.flip(3) if torch.rand(1) < 0.5 else x
                x = x * torch.empty(batch, 1, 1, 1).uniform_(0.8, 1.2) + torch.empty(batch, 1, 1, 1).uniform_(-0.3, 0.3)
            loss = nn.functional.cross_entropy(network(x), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item() * batch
        print(f"  epoch {epoch + 1}: loss {total / len(order):.4f}", flush=True)
    return network.eval()


def accuracy(network, inputs, labels):
    with torch.no_grad():
        guesses = torch.cat([network(normalised(part)).argmax(1) for part in inputs.split(100)])
    return (guesses == labels).float().mean().item()


def main(source, samples, names):
    torch.set_num_threads(1)
    for name in names or NETWORKS:
        torch.manual_seed(7)
        dataset, pattern, load, build, epochs = NETWORKS[name]
        inputs, labels = read(source / dataset / "train", pattern, load)
        network = train(build(), inputs, labels, epochs)
        print(f"{name}: accuracy {accuracy(network, *read(samples / dataset / 'test', pattern, load)):.4f} on the test split")
        target = samples / "models" / f"{name}.onnx"
        target.parent.mkdir(parents=True, exist_ok=True)
        torch.onnx.export(network, normalised(inputs[:1]), str(target), opset_version=17, input_names=["input"],
                          output_names=["logits"], dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}})


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:])
