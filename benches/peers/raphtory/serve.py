"""How is a graph given to Raphtory's GraphQL server, and served?

Every entity is a node of its type, with its fields as metadata; every relation is a layer. The
name is a property as well, because only by properties can nodes be sorted. Raphtory takes the
dates of its own model from the updates of a graph; here everything happened at once, so that no
question has to look at times.
"""

import json
import sys
from pathlib import Path

from raphtory import Graph
from raphtory.graphql import GraphServer


def lines_of(file):
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def graph_of(written):
    graph = Graph()
    for entity in lines_of(written / "entities.jsonl"):
        node = graph.add_node(0, entity["id"], {"name": entity["name"]}, entity["type"])
        told = {key: entity[key] for key in ("name", "born", "remarks") if entity[key]}
        node.add_metadata(told)
    for relationship in lines_of(written / "relationships.jsonl"):
        graph.add_edge(0, relationship["from"], relationship["to"], None, relationship["relation"])
    return graph


def main():
    written, folder, port = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    graph_of(written).save_to_file(str(folder / "story"))
    GraphServer(str(folder), log_level="error").run(port)


main()
