"""What does FB15k-237 hold, as a graph and as a story?

The data are no part of the project: they are read from the folder `shared/data/fb15k-237` beside it,
or from the one that THROUGHLINE_FB15K names.
"""

import os
import tarfile
from pathlib import Path

import networkx as nx

ARCHIVE = "FB15k-237.tar.gz"
PARTS = ["train.txt", "valid.txt", "test.txt"]

ONTOLOGY = """
[story]
name = "FB15k-237"
description = "What Freebase said of some topics."

[type.Topic]
plural = "topics"
description = "What Freebase has an entry of."
"""

RELATION = """
[relation.{key}]
from = "Topic"
to = "Topic"
inverse = "{key}-inverse"
description = "Freebase calls it {name}."
inverse-description = "The other end of what Freebase calls {name}."
"""

SOURCE = 'source = "fb15k-237"\nname = "FB15k-237"\npublished = "2015"\nparagraphs = 1\n'


def archive():
    """Returns where the data are; None where they are not at hand."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "data" / "fb15k-237"
    found = Path(os.environ.get("THROUGHLINE_FB15K", beside)) / ARCHIVE
    return found if found.is_file() else None


def read(path):
    """Returns the triples as a multigraph, whose edges are keyed by their relations.

    Topics and relations are numbered in the order in which the data name them first, because their
    own names are not spelled as ids are.
    """
    topics, relations = {}, {}
    graph = nx.MultiDiGraph()
    with tarfile.open(path) as packed:
        for part in PARTS:
            for line in packed.extractfile(part):
                head, relation, tail = line.decode().split()
                head, tail = (topics.setdefault(topic, f"t{len(topics):05}") for topic in (head, tail))
                key = relations.setdefault(relation, f"r{len(relations):03}")
                graph.add_edge(head, tail, key=key)
    graph.graph["relations"] = {key: name for name, key in relations.items()}
    nx.set_node_attributes(graph, {id: name for name, id in topics.items()}, "name")
    return graph


def write_story(folder, graph):
    """Writes the graph as data files, one for each topic."""
    folder.mkdir(parents=True)
    relations = graph.graph["relations"].items()
    ontology = ONTOLOGY + "".join(RELATION.format(key=key, name=name) for key, name in relations)
    (folder / "ontology.toml").write_text(ontology)
    (folder / "source.toml").write_text(SOURCE)
    for topic, name in graph.nodes(data="name"):
        text = f'entity = "{topic}"\ntype = "Topic"\nname = "{name}"\n'
        for _, to, relation in graph.out_edges(topic, keys=True):
            text += f'\n[[{relation}]]\nto = "{to}"\ncite = "fb15k-237#1"\n'
        (folder / f"{topic}.toml").write_text(text)
