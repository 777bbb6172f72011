"""Solves ROAD's nine systems of one picture with scipy's general sparse LU whenever a line arrives; the systems are built beforehand."""
import sys
import time

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.linalg import spsolve

NEIGHBOURS = [(dy, dx, 1 / 12 if dy and dx else 1 / 6) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dy or dx]


def system(picture, unknown):
    """Rows x - sum(w x') = sum(w known), weights renormalised at the border; one right-hand side per channel."""
    height, width = unknown.shape
    number = np.full(unknown.shape, -1)
    number[unknown] = np.arange(unknown.sum())
    rows, columns = np.nonzero(unknown)
    matrix = sparse.identity(len(rows), format="csc") * 0
    right = np.zeros((len(rows), len(picture)))
    total = np.zeros(len(rows))
    for dy, dx, weight in NEIGHBOURS:
        r, c = rows + dy, columns + dx
        inside = (r >= 0) & (c >= 0) & (r < height) & (c < width)
        at = np.flatnonzero(inside)
        total[at] += weight
        r, c = r[inside], c[inside]
        open_ = unknown[r, c]
        matrix = matrix - sparse.csc_matrix((np.full(open_.sum(), weight), (at[open_], number[r[open_], c[open_]])), shape=matrix.shape)
        right[at[~open_]] += weight * picture[:, r[~open_], c[~open_]].T
    scale = sparse.diags(1 / total)
    return (sparse.identity(len(rows)) + scale @ matrix).tocsc(), scale @ right


def main(folder):
    picture = np.load(folder + "/picture.npy").astype(float)
    importance = np.load(folder + "/map.npy")
    masks = [importance >= np.percentile(importance, p) for p in range(10, 100, 10)]
    systems = [system(picture, mask) for mask in masks]
    print("ready", flush=True)
    for _ in sys.stdin:
        start = time.process_time()
        solutions = [spsolve(a, b) for a, b in systems]
        seconds = time.process_time() - start
        filled = np.repeat(picture[None], len(masks), axis=0)
        for picture_, mask, solution in zip(filled, masks, solutions):
            picture_[:, mask] = solution.T
        np.save(folder + "/filled.npy", filled.astype(np.float32))
        print(seconds, flush=True)


main(sys.argv[1])
