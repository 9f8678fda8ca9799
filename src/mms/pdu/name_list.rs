//! GetNameList (ISO 9506-2 §10.5.2) as rasn types.

use rasn::prelude::*;

use super::names::Identifier;

/// GetNameList-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 1))]
pub struct GetNameListRequest {
    /// objectClass
    #[rasn(tag(explicit(context, 0)))]
    pub class: ObjectClassChoice,
    /// objectScope
    #[rasn(tag(explicit(context, 1)))]
    pub scope: ObjectScope,
    /// continueAfter
    #[rasn(tag(context, 2))]
    pub continue_after: Option<Identifier>,
}

/// objectClass
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(choice)]
pub enum ObjectClassChoice {
    /// basicObjectClass
    #[rasn(tag(context, 0))]
    Basic(i32),
    /// csObjectClass
    #[rasn(tag(context, 1))]
    Companion(i32),
}

/// objectScope
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(choice)]
pub enum ObjectScope {
    /// vmdSpecific
    #[rasn(tag(context, 0))]
    Vmd(()),
    /// domainSpecific
    #[rasn(tag(context, 1))]
    Domain(Identifier),
    /// aaSpecific
    #[rasn(tag(context, 2))]
    Aa(()),
}

/// GetNameList-Response
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 1))]
pub struct GetNameListResponse {
    /// listOfIdentifier
    #[rasn(tag(context, 0))]
    pub names: SequenceOf<Identifier>,
    /// moreFollows
    #[rasn(tag(context, 1), default = "yes")]
    pub more_follows: bool,
}

fn yes() -> bool {
    true
}
