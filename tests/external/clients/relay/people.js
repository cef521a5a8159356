// Which operations does an application with Relay have? `relay-compiler` reads the tags of this file.
/* global graphql */

graphql`
  query peopleQuery($count: Int!, $view: View) {
    ...people_list @arguments(count: $count, view: $view)
  }
`;

graphql`
  fragment people_list on Query
  @argumentDefinitions(count: { type: "Int!" }, cursor: { type: "String" }, view: { type: "View" })
  @refetchable(queryName: "peoplePageQuery") {
    people(first: $count, after: $cursor, view: $view) @connection(key: "people_list_people") {
      edges {
        node {
          name
          ...people_person
        }
      }
    }
  }
`;

// What is there to see of one person, and can be fetched again by the id.
graphql`
  fragment people_person on Person @refetchable(queryName: "peoplePersonQuery") {
    id
    aliases
  }
`;

graphql`
  query peopleProductionQuery($id: ID!, $count: Int!) {
    production(id: $id) {
      ...people_claims @arguments(count: $count)
    }
  }
`;

// A list below an entity: its next page is asked of the entity, by its id.
graphql`
  fragment people_claims on Production
  @argumentDefinitions(count: { type: "Int!" }, cursor: { type: "String" })
  @refetchable(queryName: "peopleClaimsQuery") {
    claims(first: $count, after: $cursor) @connection(key: "people_claims_claims") {
      totalCount
      edges {
        node {
          id
          status
        }
      }
    }
  }
`;
