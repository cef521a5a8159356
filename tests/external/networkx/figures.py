"""Are the figures of an analysis those that NetworkX works out?

The server reads relationships without direction, so all graphs here are undirected multigraphs; each
function tells which one of NetworkX has the same definition.
"""

import networkx as nx

NEAR = 1e-9
MOST = 500

CENTRALITY = """
query Centrality($view: View, $relations: [RelationType!], $measure: CentralityMeasure!, $of: [ID!],
                 $after: String) {
  analysis(view: $view, relations: $relations) {
    centrality(measure: $measure, of: $of, first: 500, after: $after) {
      nodes { rank score entity { id } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""

CLUSTERS = """
query Clusters($view: View, $relations: [RelationType!], $first: Int!, $after: String,
               $member: String) {
  analysis(view: $view, relations: $relations) {
    nodeCount
    edgeCount
    FIELD(first: $first, after: $after) {
      totalCount
      edges {
        cursor
        node {
          size
          members(first: 500, after: $member) {
            nodes { id }
            pageInfo { hasNextPage endCursor }
          }
        }
      }
    }
  }
}
"""

MODULARITY = """
query Modularity($view: View, $relations: [RelationType!]) {
  analysis(view: $view, relations: $relations) { modularity }
}
"""

SHARED = """
query Shared($view: View, $relations: [RelationType!], $of: [ID!]!) {
  analysis(view: $view, relations: $relations) {
    sharedNeighbors(of: $of, first: 500) { totalCount nodes { entity { id } hopCount } }
  }
}
"""


def ranking(server, asked, measure, of=None):
    """Returns rank, score and id of every entity, in the order of the answer."""
    found, after = [], None
    while True:
        variables = asked | {"measure": measure, "of": of, "after": after}
        page = server.ask(CENTRALITY, variables)["analysis"]["centrality"]
        found += [(node["rank"], node["score"], node["entity"]["id"]) for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


def check_ranking(server, asked, measure, expected):
    """Compares the scores of all entities, and asks whether they stand in their order."""
    found = ranking(server, asked, measure)
    scores = {id: score for _, score, id in found}
    assert scores.keys() == expected.keys(), (asked, measure)
    off = {id: (scores[id], score) for id, score in expected.items() if abs(scores[id] - score) > NEAR}
    assert not off, (asked, measure, list(off.items())[:5])
    assert found == sorted(found, key=lambda item: (-item[1], item[2])), (asked, measure)
    above = sorted((-score for _, score, _ in found), reverse=True)
    for rank, score, id in found:
        while above and above[-1] < -score:
            above.pop()
        assert rank == len(found) - len(above) + 1, (asked, measure, id)
    return len(found)


def undirected(graph):
    """Returns the multigraph without directions; what leads there and back are two edges."""
    multigraph = nx.MultiGraph()
    multigraph.add_nodes_from(graph)
    multigraph.add_edges_from((start, end) for start, end, _ in graph.edges(keys=True))
    return multigraph


def degree(graph):
    """nx.degree of the multigraph: parallel edges count each, loops twice."""
    return dict(nx.degree(graph))


def page_rank(graph):
    """nx.pagerank of the multigraph, until it moves no more than the server's does."""
    n_nodes = max(1, len(graph))
    return nx.pagerank(graph, alpha=0.85, tol=1e-12 / n_nodes, max_iter=1000)


def betweenness(graph):
    """nx.betweenness_centrality, exact and normalized, of the simple graph."""
    return nx.betweenness_centrality(nx.Graph(graph))


def closeness(graph):
    """nx.closeness_centrality of the simple graph, with the correction for several parts."""
    return nx.closeness_centrality(nx.Graph(graph))


def clusters(server, asked, field):
    """Returns the members of every cluster, in the order of the answer, and what the graph counts."""
    query = CLUSTERS.replace("FIELD", field)
    found, after = [], None
    while True:
        analysis = server.ask(query, asked | {"first": MOST, "after": after})["analysis"]
        for edge in analysis[field]["edges"]:
            found.append(members(server, query, asked, field, edge["node"], after))
            after = edge["cursor"]
        if len(found) == analysis[field]["totalCount"]:
            return found, (analysis["nodeCount"], analysis["edgeCount"])


def members(server, query, asked, field, cluster, before):
    """Returns all members of a cluster, of which a page is there, and which stands behind a cursor."""
    size, page, found = cluster["size"], cluster["members"], []
    while True:
        found += [node["id"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        more = {"first": 1, "after": before, "member": page["pageInfo"]["endCursor"]}
        edges = server.ask(query, asked | more)["analysis"][field]["edges"]
        page = edges[0]["node"]["members"]
    assert len(found) == size and found == sorted(found), (asked, field)
    return found


def check_components(server, asked, graph):
    """nx.connected_components, the largest first."""
    found, counts = clusters(server, asked, "components")
    expected = [sorted(part) for part in nx.connected_components(graph)]
    assert found == sorted(expected, key=lambda part: (-len(part), part[0])), asked
    assert counts == (graph.number_of_nodes(), graph.number_of_edges()), asked


def check_communities(server, asked, graph, seed):
    """nx.community.modularity of what the server finds, and of what NetworkX finds.

    Returns both; there are none without relationships.
    """
    found, _ = clusters(server, asked, "communities")
    modularity = server.ask(MODULARITY, asked)["analysis"]["modularity"]
    assert sorted(id for part in found for id in part) == sorted(graph), asked
    if graph.number_of_edges() == 0:
        assert modularity is None, asked
        return None
    assert all(nx.is_connected(graph.subgraph(part)) for part in found), asked
    expected = nx.community.modularity(graph, found)
    assert abs(modularity - expected) < NEAR, (asked, modularity, expected)
    others = nx.community.louvain_communities(graph, seed=seed)
    return modularity, nx.community.modularity(graph, others)


def check_shared(server, asked, graph, simple, pair):
    """nx.common_neighbors of two nodes, and the number of edges to both; returns how many there are."""
    found = server.ask(SHARED, asked | {"of": list(pair)})["analysis"]["sharedNeighbors"]
    expected = sorted(nx.common_neighbors(simple, *pair))
    assert found["totalCount"] == len(expected), (asked, pair)
    nodes = found["nodes"]
    assert [node["entity"]["id"] for node in nodes] == expected[:MOST], (asked, pair)
    for node in nodes:
        n_hops = sum(graph.number_of_edges(node["entity"]["id"], end) for end in pair)
        assert node["hopCount"] == n_hops, (asked, pair, node)
    return len(nodes)
