//! Named variable lists (ISO 9506-2 §14.4.8-10) as rasn types.

use rasn::prelude::*;

use super::names::{Identifier, ObjectName};
use super::variable::ListedVariable;

/// DefineNamedVariableList-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 11))]
pub struct DefineNamedVariableListRequest {
    /// variableListName
    pub name: ObjectName,
    /// listOfVariable
    #[rasn(tag(context, 0))]
    pub variables: SequenceOf<ListedVariable>,
}

/// GetNamedVariableListAttributes-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(delegate, tag(explicit(context, 12)))]
pub struct GetNamedVariableListAttributesRequest(pub ObjectName);

/// GetNamedVariableListAttributes-Response
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 12))]
pub struct GetNamedVariableListAttributesResponse {
    /// mmsDeletable
    #[rasn(tag(context, 0))]
    pub deletable: bool,
    /// listOfVariable
    #[rasn(tag(context, 1))]
    pub variables: SequenceOf<ListedVariable>,
    /// accessControlList
    #[rasn(tag(context, 2))]
    pub access_control: Option<Identifier>,
}

/// DeleteNamedVariableList-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 13))]
pub struct DeleteNamedVariableListRequest {
    /// scopeOfDelete: 0 specific, 1 aa-specific, 2 domain, 3 vmd
    #[rasn(tag(context, 0), default)]
    pub scope: i32,
    /// listOfVariableListName
    #[rasn(tag(context, 1))]
    pub names: Option<SequenceOf<ObjectName>>,
    /// domainName
    #[rasn(tag(context, 2))]
    pub domain: Option<Identifier>,
}

/// DeleteNamedVariableList-Response
#[derive(AsnType, Decode, Encode, Debug, Clone, Copy, PartialEq, Eq)]
#[rasn(tag(context, 13))]
pub struct DeleteNamedVariableListResponse {
    /// numberMatched
    #[rasn(tag(context, 0))]
    pub matched: u32,
    /// numberDeleted
    #[rasn(tag(context, 1))]
    pub deleted: u32,
}
