"""Does the server gather the neighborhoods that NetworkX gathers in FB15k-237?"""

import networkx as nx

N_TOPICS = 30
MOST_NODES = 500
MOST_EDGES = 10_000
EDGES_AT_ONCE = 500

QUERY = """
query Neighborhood($of: [ID!]!, $depth: Int, $limit: Int, $first: Int, $skip: Int) {
  neighborhood(of: $of, depth: $depth, limit: $limit) {
    complete
    nodes { entity { id } depth degree hiddenNeighborCount }
    edgeCount
    edges(first: $first, skip: $skip) { from { id } field to { id } }
  }
}
"""


def ask(server, topic, depth):
    """Returns the neighborhood of a topic with all of its edges."""
    asked = {"of": [topic], "depth": depth, "limit": MOST_NODES, "first": EDGES_AT_ONCE}
    edges = []
    while True:
        found = server.ask(QUERY, asked | {"skip": len(edges)})["neighborhood"]
        edges += found["edges"]
        if len(edges) >= found["edgeCount"]:
            return found, {(edge["from"]["id"], edge["to"]["id"], edge["field"]) for edge in edges}


def compare(server, graph, undirected, topic, depth):
    """Compares the neighborhood of a topic; returns whether it was told as a whole."""
    depths = nx.single_source_shortest_path_length(undirected, topic, cutoff=depth)
    nearest = sorted(depths, key=lambda node: (depths[node], node))[:MOST_NODES]
    shown = set(nearest)
    expected = [
        {
            "entity": {"id": node},
            "depth": depths[node],
            "degree": graph.degree(node),
            "hiddenNeighborCount": len(set(undirected[node]) - shown),
        }
        for node in nearest
    ]
    found, edges = ask(server, topic, depth)
    assert found["nodes"] == expected, (topic, depth)
    drawn = set(graph.subgraph(shown).edges(keys=True))
    assert found["complete"] == (len(depths) <= MOST_NODES and len(drawn) <= MOST_EDGES), (topic, depth)
    if len(drawn) > MOST_EDGES:
        # Those of the first nodes are told, as far as they fit.
        starts = nearest[: max(nearest.index(start) for start, _, _ in edges) + 1]
        drawn = {edge for edge in drawn if edge[0] in starts}
    assert len(edges) == found["edgeCount"] and edges == drawn, (topic, depth)
    return found["complete"]


def check(server, graph, dice):
    """Compares neighborhoods of random topics and of the greatest hub; returns what was compared."""
    undirected = nx.Graph(graph)
    hub = max(graph, key=graph.degree)
    topics = dice.sample(sorted(graph), N_TOPICS) + [hub]
    whole = [compare(server, graph, undirected, topic, depth) for topic in topics for depth in [1, 2]]
    assert True in whole and False in whole, whole
    return f"FB15k-237, {len(whole)} neighborhoods, {whole.count(True)} of them whole"
