"""Are the figures of random multigraphs those that NetworkX works out?

Each graph is what one source tells of, so a view shows it alone, and one server answers for all.
"""

import networkx as nx

import figures
import random_paths
from random_paths import RELATIONS
from server import Server

N_GRAPHS = 240
MOST_NODES = 40

ONTOLOGY = random_paths.ONTOLOGY + """
[attribute.weight]
on = "Thing"
type = "integer"
description = "Something to say of a thing that is linked with none."
"""


def random_graph(dice):
    """Returns a multigraph, often with loops, parallel edges and several parts, sometimes regular."""
    n_nodes = dice.randint(1, MOST_NODES)
    regular = [nx.path_graph, nx.cycle_graph, nx.star_graph, nx.complete_graph, nx.empty_graph]
    if dice.random() < 0.2:
        simple = dice.choice(regular)(n_nodes)
    elif dice.random() < 0.3:
        sizes = [dice.randint(2, 8) for _ in range(dice.randint(2, 5))]
        simple = nx.random_partition_graph(sizes, 0.8, 0.1, seed=dice.randrange(1 << 30))
    else:
        simple = nx.gnm_random_graph(n_nodes, dice.randint(0, 2 * n_nodes), seed=dice.randrange(1 << 30))
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(f"n{node:02}" for node in simple)
    edges, nodes = list(simple.edges), list(simple)
    more = dice.choice([0, 0, len(nodes) // 2])
    edges += [dice.choice(edges or [(nodes[0],) * 2]) for _ in range(more)]
    edges += [(dice.choice(nodes),) * 2 for _ in range(more // 4)]
    edges = [edge if dice.random() < 0.5 else edge[::-1] for edge in edges]
    for mark, (start, end) in enumerate(edges):
        relation = dice.choice(list(RELATIONS))
        graph.add_edge(f"n{start:02}", f"n{end:02}", relation=relation, mark=mark)
    return graph


def write_story(folder, graphs):
    """Writes the graphs as data files: one source for each graph, one file for each node."""
    folder.mkdir(parents=True)
    (folder / "ontology.toml").write_text(ONTOLOGY)
    told = {}
    for number, graph in enumerate(graphs):
        source = f'source = "g{number:03}"\nname = "G"\npublished = "2020"\nparagraphs = 1\n'
        (folder / f"g{number:03}.toml").write_text(source)
        cite = f'cite = "g{number:03}#1"\n'
        for node in graph:
            text = f"\n[[weight]]\nvalue = {number}\n{cite}"
            for _, to, edge in graph.out_edges(node, data=True):
                # Marks tell the relationships of all graphs apart.
                mark = 1000 * number + edge["mark"]
                text += f'\n[[{edge["relation"]}]]\nto = "{to}"\nmark = {mark}\n{cite}'
            told[node] = told.get(node, "") + text
    for node, text in told.items():
        head = f'entity = "{node}"\ntype = "Thing"\nname = "{node}"\n'
        (folder / f"{node}.toml").write_text(head + text)


def check_graph(server, asked, graph, dice):
    """Compares everything about one graph; returns its modularities and how much was compared."""
    graph = figures.undirected(graph)
    for measure, expected in [
        ("DEGREE", figures.degree),
        ("PAGERANK", figures.page_rank),
        ("BETWEENNESS", figures.betweenness),
        ("CLOSENESS", figures.closeness),
    ]:
        figures.check_ranking(server, asked, measure, expected(graph))
    figures.check_components(server, asked, graph)
    nodes = sorted(graph)
    pairs = [dice.sample(nodes, 2) for _ in range(5) if len(nodes) > 1]
    simple = nx.Graph(graph)
    n_shared = sum(figures.check_shared(server, asked, graph, simple, pair) for pair in pairs)
    return figures.check_communities(server, asked, graph, dice.randrange(1 << 30)), n_shared


def check(binary, folder, dice):
    """Compares all graphs, with all relations and with one; returns what was compared."""
    graphs = [random_graph(dice) for _ in range(N_GRAPHS)]
    write_story(folder, graphs)
    modularities, n_shared, n_nodes = [], 0, 0
    with Server(binary, folder) as server:
        for number, graph in enumerate(graphs):
            view = {"onlySources": [f"g{number:03}"]}
            only = nx.MultiDiGraph()
            only.add_nodes_from(graph)
            only.add_edges_from(edge for edge in graph.edges(data=True) if edge[2]["relation"] == "touches")
            for seen, relations in [(graph, None), (only, ["TOUCHES"])]:
                asked = {"view": view, "relations": relations}
                found, n_found = check_graph(server, asked, seen, dice)
                modularities += [found] if found else []
                n_shared += n_found
                n_nodes += len(seen)
    assert n_shared > N_GRAPHS and len(modularities) > N_GRAPHS, (n_shared, len(modularities))
    ours, theirs = map(sum, zip(*modularities))
    assert ours >= 0.98 * theirs, (ours, theirs)
    assert all(one >= 0.95 * other - 0.05 for one, other in modularities), min(
        modularities, key=lambda both: both[0] - both[1]
    )
    return (
        f"{N_GRAPHS} multigraphs, twice: all figures of {n_nodes} nodes, {n_shared} shared neighbors, "
        f"communities of modularity {ours / len(modularities):.4f} on average "
        f"where those of NetworkX have {theirs / len(modularities):.4f}"
    )
