"""Does the server find the paths that NetworkX finds, on random multigraphs?

All graphs are parts of one story that hang together in no way, so one server answers for all.
"""

import networkx as nx

from server import Server

N_GRAPHS = 240
MAX_LENGTH = 5

RELATIONS = {"touches": "touched-by", "shades": "shaded-by"}

ONTOLOGY = """
[story]
name = "Random"
description = "Claims without a meaning."

[type.Thing]
plural = "things"
description = "A thing."
""" + "".join(
    f"""
[relation.{relation}]
from = "Thing"
to = "Thing"
inverse = "{inverse}"
description = "What it is linked with."
inverse-description = "What is linked with it."

[relation.{relation}.qualifier.mark]
type = "integer"
identifying = true
description = "What tells parallel relationships apart."
"""
    for relation, inverse in RELATIONS.items()
)

SOURCE = 'source = "s"\nname = "S"\npublished = "2020"\nparagraphs = 1\n'

QUERY = """
query Paths($from: ID!, $to: ID!, $mode: PathMode, $direction: RelationDirection, $via: String,
            $most: Int) {
  paths(from: $from, to: $to, mode: $mode, direction: $direction, via: $via, maxLength: $most,
        first: 500) {
    totalCount
    complete
    nodes { hops { to { id } field claims { id } } }
  }
}
"""


def random_graph(dice, number):
    """Returns a multigraph with parallel edges, loops and parts; edges are keyed by their claims."""
    graph = nx.MultiDiGraph()
    nodes = [f"g{number:03}-n{at}" for at in range(dice.randint(2, 8))]
    graph.add_nodes_from(nodes)
    for mark in range(dice.randint(0, 2 * len(nodes))):
        relation = dice.choice(list(RELATIONS))
        graph.add_edge(
            dice.choice(nodes), dice.choice(nodes), key=f"g{number:03}-c{mark}", relation=relation, mark=mark
        )
    return graph


def write_story(folder, graphs):
    """Writes the graphs as data files."""
    folder.mkdir(parents=True)
    (folder / "ontology.toml").write_text(ONTOLOGY)
    (folder / "s.toml").write_text(SOURCE)
    for graph in graphs:
        for node in graph:
            text = f'entity = "{node}"\ntype = "Thing"\nname = "{node}"\n'
            for _, to, claim, edge in graph.out_edges(node, keys=True, data=True):
                text += f'\n[[{edge["relation"]}]]\nto = "{to}"\nmark = {edge["mark"]}\n'
                text += f'id = "{claim}"\ncite = "s#1"\n'
            (folder / f"{node}.toml").write_text(text)


def ask(server, variables):
    """Returns the paths as tuples of steps, in the order of the answer."""
    found = server.ask(QUERY, variables)["paths"]
    assert found["complete"], variables
    assert found["totalCount"] <= 500, f"{variables} has more paths than a page"
    return [
        tuple((hop["to"]["id"], hop["claims"][0]["id"]) for hop in path["hops"])
        for path in found["nodes"]
    ]


def steps(edges):
    """Returns a path of NetworkX as steps: where each leads, and along which edge."""
    return tuple((to, key) for _, to, key in edges)


def expected(graph, start, end, most):
    """Returns all paths with at most so many edges."""
    if start == end:
        return [()]
    return [steps(path) for path in nx.all_simple_edge_paths(graph, start, end, cutoff=most)]


def compare(server, graph, direction, via, dice):
    """Compares all modes between a pair of nodes; returns the number of paths."""
    nodes = sorted(graph)
    start, end = dice.choice(nodes), dice.choice(nodes)
    most = dice.randint(1, MAX_LENGTH)
    asked = {"from": start, "to": end, "direction": direction, "via": via, "most": most}
    paths = expected(graph, start, end, most)
    found = ask(server, asked | {"mode": "SIMPLE"})
    assert sorted(found) == sorted(paths), (asked, found, paths)
    assert [len(path) for path in found] == sorted(len(path) for path in paths), asked

    shortest = ask(server, asked | {"mode": "ALL_SHORTEST"})
    try:
        distance = nx.shortest_path_length(graph, start, end)
    except nx.NetworkXNoPath:
        distance = most + 1
    if distance > most:
        assert found == shortest == [], asked
        return 0
    assert shortest == [path for path in found if len(path) == distance] != [], asked
    by_nodes = {tuple(path[1:]) for path in nx.all_shortest_paths(graph, start, end)}
    assert {tuple(to for to, _ in path) for path in shortest} == by_nodes, asked
    assert ask(server, asked | {"mode": "SHORTEST"}) == shortest[:1], asked
    return len(paths)


def check(binary, folder, dice):
    """Compares the paths of all graphs; returns what was compared."""
    graphs = [random_graph(dice, number) for number in range(N_GRAPHS)]
    write_story(folder, graphs)
    n_pairs = n_paths = 0
    with Server(binary, folder) as server:
        for graph in graphs:
            only = nx.MultiDiGraph()
            only.add_nodes_from(graph)
            only.add_edges_from(
                edge for edge in graph.edges(keys=True, data=True) if edge[3]["relation"] == "touches"
            )
            for seen, direction, via in [
                (graph.to_undirected(), None, None),
                (graph, "FORWARD", None),
                (graph.reverse(), "INVERSE", None),
                (only, None, "touches*"),
                (only.to_undirected(), None, "(touches|^touches)*"),
            ]:
                n_paths += compare(server, seen, direction, via, dice)
                n_pairs += 1
    assert n_paths > N_GRAPHS, f"only {n_paths} paths were compared"
    return f"{N_GRAPHS} multigraphs, {n_pairs} pairs, {n_paths} paths"
