//! Which addresses belong to the page?

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::get;

use super::asset::Asset;
use super::{graphiql, plain};
use crate::http::example::Example;

/// Returns the routes of the page: `/`, its files, its icon and `/examples.json`.
///
/// The page asks for GraphQL at `/graphql` and links `/schema.graphql`; whoever mounts these routes
/// puts both beside them.
pub fn routes<S>(examples: &[Example]) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let mut assets = graphiql::assets().unwrap_or_else(plain::assets);
    assets.push(("/examples.json".to_owned(), examples_asset(examples)));
    assets.push(("/favicon.svg".to_owned(), plain::icon()));
    // Browsers ask for this one when they show another file of the server.
    assets.push(("/favicon.ico".to_owned(), plain::icon()));

    assets
        .into_iter()
        .fold(Router::new(), |router, (address, asset)| {
            let asset = Arc::new(asset);
            router.route(
                &address,
                get(move |request: HeaderMap| async move { asset.respond(&request) }),
            )
        })
}

fn examples_asset(examples: &[Example]) -> Asset {
    let json = serde_json::to_vec(examples)
        .expect("an example holds only text and JSON, so it can be written as JSON");
    Asset::new("examples.json", plain::POLICY, json)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
    use axum::http::{Request, Response, StatusCode};
    use tower::ServiceExt;

    use super::*;

    async fn answer(address: &str) -> Response<Body> {
        let examples = [Example {
            name: "Armorers".to_owned(),
            query: "query Armorers { people { totalCount } }".to_owned(),
            variables: None,
        }];
        let request = Request::get(address).body(Body::empty()).unwrap();
        routes::<()>(&examples).oneshot(request).await.unwrap()
    }

    async fn text(address: &str) -> String {
        let body = answer(address).await.into_body();
        let bytes = axum::body::to_bytes(body, 1 << 24).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn every_answer_of_the_page_has_a_policy_of_its_own() {
        for address in ["/", "/examples.json", "/favicon.svg", "/favicon.ico"] {
            let response = answer(address).await;
            assert_eq!(response.status(), StatusCode::OK, "{address}");
            let policy = response.headers()[CONTENT_SECURITY_POLICY]
                .to_str()
                .unwrap();
            assert!(
                policy.starts_with("default-src 'none'; script-src 'self';"),
                "{policy}"
            );
        }
    }

    #[test]
    fn no_page_lets_scripts_be_inline_evaluated_or_foreign() {
        for policy in [graphiql::POLICY, plain::POLICY] {
            for directive in policy
                .split("; ")
                .filter(|directive| !directive.starts_with("style"))
            {
                assert!(!directive.contains("unsafe"), "{directive}");
                assert!(
                    !directive.contains("blob:") && !directive.contains("http"),
                    "{directive}"
                );
            }
        }
        assert!(!plain::POLICY.contains("unsafe"));
    }

    #[tokio::test]
    async fn the_page_finds_the_examples_in_json() {
        assert_eq!(
            answer("/examples.json").await.headers()[CONTENT_TYPE],
            "application/json"
        );
        assert_eq!(
            text("/examples.json").await,
            r#"[{"name":"Armorers","query":"query Armorers { people { totalCount } }"}]"#
        );
    }

    #[tokio::test]
    async fn the_page_is_made_of_files_that_this_server_has() {
        let page = text("/").await;
        assert!(page.contains("<title>Throughline</title>"), "{page}");
        let addresses: Vec<&str> = page
            .split(['"', '\''])
            .filter(|value| {
                [".js", ".css", ".svg"]
                    .iter()
                    .any(|end| value.ends_with(end))
            })
            .collect();
        assert!(addresses.len() >= 3, "{page}");
        for address in addresses {
            let address = format!("/{}", address.trim_start_matches("./"));
            assert_eq!(answer(&address).await.status(), StatusCode::OK, "{address}");
        }
    }

    #[tokio::test]
    async fn what_is_not_of_the_page_is_not_found() {
        for address in [
            "/assets/",
            "/assets/../index.html",
            "/assets/x.js",
            "/.stamp",
        ] {
            assert_eq!(
                answer(address).await.status(),
                StatusCode::NOT_FOUND,
                "{address}"
            );
        }
    }
}
