//! Which addresses belong to the page, and what do all their answers have in common?

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response};
use axum::middleware::map_response;
use axum::routing::get;

use super::asset::Asset;
use super::{graphiql, plain};
use crate::http::example::Example;

/// The headers of every answer; the content security policy stands with each page.
const HEADERS: [(HeaderName, &str); 6] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

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
        .layer(map_response(with_headers))
}

fn examples_asset(examples: &[Example]) -> Asset {
    let json = serde_json::to_vec(examples)
        .expect("an example holds only text and JSON, so it can be written as JSON");
    Asset::new("examples.json", plain::POLICY, json)
}

async fn with_headers(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    for (name, value) in &HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
    use axum::http::{Request, StatusCode};
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
    async fn every_answer_of_the_page_is_secured() {
        for address in ["/", "/examples.json", "/favicon.svg", "/favicon.ico"] {
            let response = answer(address).await;
            assert_eq!(response.status(), StatusCode::OK, "{address}");
            for (name, value) in &HEADERS {
                assert_eq!(response.headers()[name], value, "{address}");
            }
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
