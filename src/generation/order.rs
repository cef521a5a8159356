//! How large is the story to be?

/// The most claims for each entity, on average.
const MOST_CLAIMS_EACH: u64 = 1_000;

/// How many entities there are for each source, unless told.
const ENTITIES_EACH: u32 = 15;

/// What a story is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    pub(super) n_entities: u32,
    pub(super) n_claims: u32,
    pub(super) n_sources: u32,
    pub(super) seed: u64,
}

/// Why a story cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// There is nothing that could be told of.
    #[error("a story needs at least one entity")]
    NoEntity,
    /// There is nothing that could be cited.
    #[error("a story with claims needs at least one source")]
    NoSource,
    /// There is too much to say about too little.
    #[error(
        "{n_entities} entities have at most {most} claims, {MOST_CLAIMS_EACH} each; ask for more entities"
    )]
    TooManyClaims {
        /// How many entities were asked for.
        n_entities: u32,
        /// How many claims they may have.
        most: u64,
    },
}

impl Order {
    /// Returns the order of so many entities, claims and sources; without a number, there is a
    /// source for every fifteen entities.
    ///
    /// # Errors
    /// When there cannot be such a story.
    pub fn new(
        n_entities: u32,
        n_claims: u32,
        n_sources: Option<u32>,
        seed: u64,
    ) -> Result<Self, OrderError> {
        let n_sources = n_sources.unwrap_or_else(|| n_entities.div_ceil(ENTITIES_EACH));
        let most = u64::from(n_entities) * MOST_CLAIMS_EACH;
        match (n_entities, n_sources) {
            (0, _) => Err(OrderError::NoEntity),
            (_, 0) if n_claims > 0 => Err(OrderError::NoSource),
            _ if u64::from(n_claims) > most => Err(OrderError::TooManyClaims { n_entities, most }),
            _ => Ok(Self {
                n_entities,
                n_claims,
                n_sources,
                seed,
            }),
        }
    }
}
