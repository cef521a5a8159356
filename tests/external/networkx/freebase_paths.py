"""Does the server find the distances and shortest paths that NetworkX finds in FB15k-237?"""

from itertools import product

import networkx as nx

N_PAIRS = 60
MAX_LENGTH = 20
MOST_PATHS = 300

# The relations of which one restriction is made, and how many of them are the most frequent ones.
N_RELATIONS = 8
N_FREQUENT = 60

# The topics with the most edges, around which another restriction leads.
N_HUBS = 100

QUERY = """
query Paths($from: ID!, $to: ID!, $mode: PathMode, $direction: RelationDirection, $via: String,
            $most: Int, $where: PathWhere) {
  paths(from: $from, to: $to, mode: $mode, direction: $direction, via: $via, maxLength: $most,
        where: $where, first: 500) {
    totalCount
    complete
    nodes { length hops { from { id } field to { id } } }
  }
}
"""


def ask(server, start, end, **asked):
    """Returns the paths as tuples of edges, each from its subject to its object."""
    variables = {"from": start, "to": end, "most": MAX_LENGTH} | asked
    found = server.ask(QUERY, variables)["paths"]
    assert found["complete"], variables
    assert found["totalCount"] == len(found["nodes"]), f"{variables} has more paths than a page"
    return [tuple(edge(hop) for hop in path["hops"]) for path in found["nodes"]]


def edge(hop):
    """Returns the edge that a hop follows, in its own direction or against it."""
    start, end, field = hop["from"]["id"], hop["to"]["id"], hop["field"]
    relation = field.removesuffix("Inverse")
    return (start, relation, end) if relation == field else (end, relation, start)


def edges_between(graph, start, end):
    """Returns the parallel edges from one node to the next; of undirected graphs, both ways."""
    found = [(start, relation, end) for relation in graph.get_edge_data(start, end, default={})]
    if graph.graph["direction"] is None:
        found += [(end, relation, start) for relation in graph.get_edge_data(end, start, default={})]
    return found


def shortest_paths(graph, simple, start, end):
    """Returns all shortest paths, parallel edges apart; None when there are too many to compare."""
    paths = set()
    for nodes in nx.all_shortest_paths(simple, start, end):
        hops = [edges_between(graph, *pair) for pair in zip(nodes, nodes[1:])]
        paths.update(product(*hops))
        if len(paths) > MOST_PATHS:
            return None
    return paths


def compare(server, graph, simple, start, end, **asked):
    """Compares the distance of a pair, and all of its shortest paths when they are few.

    Returns the distance, None without one, and the number of paths that were compared.
    """
    found = ask(server, start, end, mode="SHORTEST", **asked)
    try:
        distance = nx.shortest_path_length(simple, start, end)
    except nx.NetworkXNoPath:
        assert found == [], (start, end, asked)
        return None, 0
    assert [len(path) for path in found] == [distance], (start, end, asked, distance)
    paths = shortest_paths(graph, simple, start, end)
    if paths is None:
        return distance, 0
    all_found = ask(server, start, end, mode="ALL_SHORTEST", **asked)
    assert len(all_found) == len(paths) and set(all_found) == paths, (start, end, asked)
    assert all_found[0] == found[0], (start, end, asked)
    return distance, len(paths)


def restricted(graph, dice):
    """Returns the part of the graph that some of its more frequent relations make, and these."""
    n_edges = {}
    for _, _, relation in graph.edges(keys=True):
        n_edges[relation] = n_edges.get(relation, 0) + 1
    frequent = sorted(n_edges, key=n_edges.get, reverse=True)[:N_FREQUENT]
    wanted = dice.sample(frequent, N_RELATIONS)
    part = nx.MultiDiGraph()
    part.add_nodes_from(graph)
    part.add_edges_from(edge for edge in graph.edges(keys=True) if edge[2] in wanted)
    return part, wanted


def without_hubs(graph):
    """Returns the graph without the topics that have the most edges, and these."""
    by_degree = sorted(graph, key=lambda topic: (graph.degree(topic), topic), reverse=True)
    part = graph.copy()
    part.remove_nodes_from(by_degree[:N_HUBS])
    return part, by_degree[:N_HUBS]


def seen_in(graph, direction):
    """Returns the graph with the direction in which it is walked, and the same without parallel edges."""
    graph.graph["direction"] = direction
    return graph, nx.Graph(graph) if direction is None else nx.DiGraph(graph)


def check(server, graph, dice):
    """Compares random pairs in the whole graph and in parts; returns what was compared."""
    part, wanted = restricted(graph, dice)
    around, hubs = without_hubs(graph)
    by_relations = {"edges": {"relation": {"in": [relation.upper() for relation in wanted]}}}
    by_topics = {"nodes": {"not": {"id": {"in": hubs}}}}
    either_way = "|".join(f"{relation}|^{relation}" for relation in wanted)
    distances, n_pairs, n_paths = {}, 0, 0
    for seen, direction, restriction in [
        (graph, None, {}),
        (graph, "FORWARD", {}),
        (part, None, {"via": f"({either_way})*"}),
        (part, "FORWARD", {"via": f"({'|'.join(wanted)})*"}),
        (part, None, {"where": by_relations}),
        (around, None, {"where": by_topics}),
        (around, "FORWARD", {"where": by_topics}),
    ]:
        seen, simple = seen_in(seen, direction)
        topics = sorted(seen)
        for _ in range(N_PAIRS):
            start, end = dice.sample(topics, 2)
            distance, n_compared = compare(server, seen, simple, start, end, direction=direction, **restriction)
            distances[distance] = distances.get(distance, 0) + 1
            n_paths += n_compared
            n_pairs += 1
    assert len(distances) > 4 and n_paths > N_PAIRS, (distances, n_paths)
    return f"FB15k-237, {n_pairs} pairs, {n_paths} shortest paths"
