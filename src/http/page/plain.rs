//! Which files make up the plain page, for a binary without GraphiQL?

use super::asset::Asset;

/// What the browser may do on this page: load the three files and ask this server.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// Returns the files by their address.
pub(super) fn assets() -> Vec<(String, Asset)> {
    [
        ("/", "page.html", include_str!("plain/page.html")),
        (
            "/plain/page.css",
            "page.css",
            include_str!("plain/page.css"),
        ),
        ("/plain/page.js", "page.js", include_str!("plain/page.js")),
    ]
    .map(|(address, name, text)| (address.to_owned(), Asset::new(name, POLICY, text)))
    .into()
}

/// Returns the picture that stands for the page in the browser's tabs, on either page.
pub(super) fn icon() -> Asset {
    Asset::new("favicon.svg", POLICY, include_str!("plain/favicon.svg"))
}
