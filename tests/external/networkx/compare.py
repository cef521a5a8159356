"""Does the server find what NetworkX finds, on random multigraphs and on FB15k-237?

Takes the compiled server and a folder for the stories that it serves.
"""

import os
import random
import sys
from pathlib import Path

import networkx as nx

import freebase
import freebase_figures
import freebase_neighborhoods
import freebase_paths
import random_figures
import random_paths
from server import Server

SEED = int(os.environ.get("NETWORKX_SEED", "1"))


def tell(compared):
    """Says what was found to be the same."""
    print(f"{compared}: as NetworkX {nx.__version__} finds them", flush=True)


def check_freebase(binary, folder):
    """Compares everything about FB15k-237, where its data are at hand."""
    archive = freebase.archive()
    if archive is None:
        print("\n!! NOT CHECKED: what the server finds in FB15k-237, because its data are not at hand.\n")
        return
    graph = freebase.read(archive)
    freebase.write_story(folder, graph)
    with Server(binary, folder) as server:
        print(f"FB15k-237 is served after {server.seconds_to_start:.1f} s", flush=True)
        for check in [freebase_paths.check, freebase_neighborhoods.check, freebase_figures.check]:
            tell(check(server, graph, random.Random(SEED)))


def main(binary, folder):
    tell(random_paths.check(binary, folder / "random", random.Random(SEED)))
    tell(random_figures.check(binary, folder / "figures", random.Random(SEED)))
    check_freebase(binary, folder / "freebase")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
