"""One training step of PyTorch per line of standard input; prints its seconds. Usage: training.py NETWORK BATCH THREADS"""
import resource
import sys
import time

import torch
from torch import nn

network, batch, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
torch.manual_seed(1)


def classifier(features, hidden, classes):
    layers = []
    for units in hidden:
        layers += [nn.Linear(features, units), nn.ReLU()]
        features = units
    return [nn.Flatten(), *layers, nn.Linear(features, classes)]


def pooled(channels, kernels):
    layers, previous = [], 3
    for width, kernel in zip(channels, kernels):
        layers += [nn.Conv2d(previous, width, kernel, padding=kernel // 2), nn.ReLU(), nn.MaxPool2d(2)]
        previous = width
    return layers


class Block(nn.Module):
    def __init__(self, channels, width, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(),
            nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width),
        )
        same = channels == width and stride == 1
        self.shortcut = nn.Identity() if same else nn.Sequential(
            nn.Conv2d(channels, width, 1, stride, bias=False), nn.BatchNorm2d(width)
        )

    def forward(self, x):
        return torch.relu(self.body(x) + self.shortcut(x))


def cnn():
    return [*pooled([16, 32, 32], [5, 3, 3]), *classifier(32 * 16 * 16, [64, 32], 2)], [3, 128, 128], 2


def vgg7():
    layers, previous = [], 3
    for width in [16, 32, 64]:
        for _ in range(2):
            layers += [nn.Conv2d(previous, width, 3, padding=1), nn.ReLU()]
            previous = width
        layers.append(nn.MaxPool2d(2))
    return [*layers, *classifier(64 * 18 * 18, [128], 8)], [3, 150, 150], 8


def cnn_1d():
    layers, previous = [], 1
    for kernel in [5, 3, 3]:
        layers += [nn.Conv1d(previous, 25, kernel, 2, 1), nn.ReLU()]
        previous = 25
    return [*layers, *classifier(125, [], 10)], [1, 40], 10


def resnet18():
    layers = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
    previous = 64
    for width, stride in [(64, 1), (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1)]:
        layers.append(Block(previous, width, stride))
        previous = width
    return [*layers, nn.AdaptiveAvgPool2d(1), *classifier(512, [], 10)], [3, 64, 64], 10


def head():
    return classifier(512, [], 10), [512], 10


layers, dims, classes = {"cnn": cnn, "vgg-7": vgg7, "cnn-1d": cnn_1d, "resnet-18": resnet18, "head": head}[network]()
model = nn.Sequential(*layers)
optimiser = torch.optim.Adam(model.parameters())
images, labels = torch.rand(batch, *dims), torch.arange(batch) % classes
print("ready", flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    optimiser.zero_grad()
    nn.functional.cross_entropy(model(images), labels).backward()
    optimiser.step()
    seconds = time.perf_counter() - start
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
