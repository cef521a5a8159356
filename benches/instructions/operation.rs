//! What is asked?

use serde_json::{Value, json};
use throughline::engine::{Engine, Request, Variables};
use throughline::schema::Story;

/// An operation whose instructions are counted.
#[derive(Clone, Copy)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    document: &'static str,
}

impl Operation {
    pub(crate) const ALL: [Self; 5] = [
        Self {
            name: "OneEntity",
            document: "query OneEntity($id: ID!) { person(id: $id) { id name born } }",
        },
        Self {
            name: "ThreeLevels",
            document: "query ThreeLevels {
                people(first: 20) {
                    nodes {
                        id
                        name
                        workedOn(first: 4) {
                            nodes { id name workers(first: 5) { nodes { id name born } } }
                        }
                    }
                }
            }",
        },
        Self {
            name: "List",
            document: "query List { people(first: 500) { totalCount nodes { id name born } } }",
        },
        Self {
            name: "View",
            document: "query View($view: View) {
                people(first: 500, view: $view) { totalCount nodes { id name born } }
            }",
        },
        Self {
            name: "Evidence",
            document: "query Evidence {
                people(first: 50) {
                    nodes {
                        workedOn(first: 5) {
                            edges {
                                role
                                node { name }
                                claims {
                                    id
                                    status
                                    citations { paragraph stance source { id published } }
                                }
                            }
                        }
                    }
                }
            }",
        },
    ];

    /// Returns the request, which may ask for somebody who is in the story.
    pub(crate) fn request(self, engine: &Engine<Story>) -> Request {
        let variables = match self.name {
            "OneEntity" => json!({ "id": somebody(engine) }),
            "View" => json!({ "view": { "validAt": "2010-06-01", "knownAt": "2015-06-01" } }),
            _ => json!({}),
        };
        Request::new(self.document.to_owned()).variables(Variables::from_json(variables))
    }
}

/// Returns the id of the first person.
fn somebody(engine: &Engine<Story>) -> Value {
    let request = Request::new("{ people(first: 1) { nodes { id } } }".to_owned());
    let answer = engine.answer(&request);
    let answer: Value = serde_json::from_slice(&answer.body).expect("an answer is JSON");
    answer["data"]["people"]["nodes"][0]["id"].clone()
}
