//! Which files make up GraphiQL, when the build could make it?

use std::collections::BTreeMap;

use axum::body::Bytes;

use super::asset::Asset;

/// What the browser may do on this page.
///
/// Monaco writes style elements and style attributes while it runs and draws with pictures in data
/// addresses, so both are allowed. Scripts, workers and fonts are files of this server and nothing
/// else.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self' 'unsafe-inline'; worker-src 'self'; connect-src 'self'; \
    img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// Returns the files by their address, or nothing when the binary was built without GraphiQL.
pub(super) fn assets() -> Option<Vec<(String, Asset)>> {
    let files = bundle::files()?;
    let copy_of = |name: String| {
        files
            .get(name.as_str())
            .map(|bytes| Bytes::from_static(bytes))
    };
    let assets = files
        .iter()
        .filter(|(name, _)| !name.ends_with(".br") && !name.ends_with(".gz"))
        .map(|(name, bytes)| {
            // What stands in `assets/` has a hash of its content in its name.
            let (address, asset) = match *name {
                "index.html" => ("/".to_owned(), Asset::new(name, POLICY, *bytes)),
                _ if name.starts_with("assets/") => {
                    (format!("/{name}"), Asset::immutable(name, POLICY, *bytes))
                }
                _ => (format!("/{name}"), Asset::new(name, POLICY, *bytes)),
            };
            let (brotli, gzip) = (copy_of(format!("{name}.br")), copy_of(format!("{name}.gz")));
            (address, asset.compressed(brotli, gzip))
        })
        .collect();
    Some(assets)
}

type Files = BTreeMap<&'static str, &'static [u8]>;

#[cfg(graphiql)]
mod bundle {
    use include_dir::{Dir, File, include_dir};

    use super::Files;

    static BUNDLE: Dir<'_> = include_dir!("$OUT_DIR/web");

    pub(super) fn files() -> Option<Files> {
        let mut folders = vec![&BUNDLE];
        let mut files: Vec<&File<'_>> = Vec::new();
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            files.extend(folder.files());
        }
        let named = files
            .into_iter()
            .map(|file| Some((file.path().to_str()?, file.contents())));
        named.collect()
    }
}

#[cfg(not(graphiql))]
mod bundle {
    use super::Files;

    pub(super) fn files() -> Option<Files> {
        None
    }
}
