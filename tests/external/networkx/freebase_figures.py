"""Are the figures of FB15k-237 those that NetworkX works out?

Closeness is compared for some topics, and betweenness for the part that some relations make:
NetworkX would take hours for all.
"""

import time

import networkx as nx

import figures
from freebase_paths import restricted

N_NEAR = 40
N_PAIRS = 100
N_RELATIONS = 2
ALL = {"view": None, "relations": None}


def first_ranking(server, measure):
    """Has a measure worked out for the first time, and tells how long the request took."""
    start = time.monotonic()
    server.ask(figures.CENTRALITY, ALL | {"measure": measure, "of": []})
    return f"{measure} after {time.monotonic() - start:.2f} s"


def check_near(server, simple, topics):
    """Compares the closeness of some topics, one by one."""
    found = figures.ranking(server, ALL, "CLOSENESS", topics)
    assert {id for _, _, id in found} == set(topics)
    for _, score, id in found:
        assert abs(score - nx.closeness_centrality(simple, id)) < figures.NEAR, id


def betweenness(graph):
    """nx.betweenness_centrality as in `figures`, normalized over all nodes.

    It is worked out over those with edges, because NetworkX takes as long for each of the others.
    """
    linked = nx.Graph(graph)
    linked.remove_nodes_from(list(nx.isolates(linked)))
    n_pairs = (len(graph) - 1) * (len(graph) - 2) / 2
    found = nx.betweenness_centrality(linked, normalized=False)
    return {node: found.get(node, 0) / n_pairs for node in graph}


def check_part(server, graph, dice):
    """Compares the betweenness in the part that few relations make; returns its number of edges."""
    wanted = restricted(graph, dice)[1][:N_RELATIONS]
    part = nx.MultiDiGraph()
    part.add_nodes_from(graph)
    part.add_edges_from(edge for edge in graph.edges(keys=True) if edge[2] in wanted)
    part = figures.undirected(part)
    asked = {"view": None, "relations": [relation.upper() for relation in wanted]}
    figures.check_ranking(server, asked, "BETWEENNESS", betweenness(part))
    figures.check_components(server, asked, part)
    return part.number_of_edges()


def check(server, graph, dice):
    """Compares the whole graph and a part; returns what was compared."""
    waited = [first_ranking(server, measure) for measure in ("DEGREE", "PAGERANK", "CLOSENESS")]
    multigraph = figures.undirected(graph)
    simple = nx.Graph(multigraph)
    figures.check_ranking(server, ALL, "DEGREE", figures.degree(multigraph))
    figures.check_ranking(server, ALL, "PAGERANK", figures.page_rank(multigraph))
    topics = sorted(graph)
    check_near(server, simple, dice.sample(topics, N_NEAR))
    figures.check_components(server, ALL, multigraph)
    ours, theirs = figures.check_communities(server, ALL, multigraph, 1)
    assert ours >= 0.95 * theirs, (ours, theirs)
    # Neighbors of the same topic have a neighbor to share.
    near = [sorted(simple[topic]) for topic in dice.sample(topics, N_PAIRS)]
    pairs = [dice.sample(neighbors, 2) for neighbors in near if len(neighbors) > 1]
    n_shared = sum(figures.check_shared(server, ALL, multigraph, simple, pair) for pair in pairs)
    assert n_shared > N_PAIRS, n_shared
    n_edges = check_part(server, graph, dice)
    return (
        f"FB15k-237, {', '.join(waited)}; degree, PageRank, closeness of {N_NEAR} topics, components, "
        f"{n_shared} shared neighbors, communities of modularity {ours:.4f} where those of NetworkX have "
        f"{theirs:.4f}; betweenness along {n_edges} triples"
    )
