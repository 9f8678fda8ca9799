//! File services (ISO 9506-2 annex D) as rasn types.

use rasn::prelude::*;

/// FileName: usually one part that holds the whole path
pub type FileName = SequenceOf<FileNamePart>;

/// One part of a file name: GraphicString's tag, the content is not validated.
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(delegate, tag(universal, 25))]
pub struct FileNamePart(pub OctetString);

/// FileOpen-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 72))]
pub struct FileOpenRequest {
    /// fileName
    #[rasn(tag(context, 0))]
    pub name: FileName,
    /// initialPosition
    #[rasn(tag(context, 1))]
    pub position: u32,
}

/// FileOpen-Response
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 72))]
pub struct FileOpenResponse {
    /// frsmID
    #[rasn(tag(context, 0))]
    pub frsm_id: i32,
    /// fileAttributes
    #[rasn(tag(context, 1))]
    pub attributes: FileAttributes,
}

/// FileAttributes
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
pub struct FileAttributes {
    /// sizeOfFile
    #[rasn(tag(context, 0))]
    pub size: u32,
    /// lastModified: GeneralizedTime as its octets
    #[rasn(tag(context, 1))]
    pub last_modified: Option<OctetString>,
}

/// FileRead-Request: the FRSM id
#[derive(AsnType, Decode, Encode, Debug, Clone, Copy, PartialEq, Eq)]
#[rasn(delegate, tag(context, 73))]
pub struct FileReadRequest(pub i32);

/// FileRead-Response
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 73))]
pub struct FileReadResponse {
    /// fileData
    #[rasn(tag(context, 0))]
    pub data: OctetString,
    /// moreFollows
    #[rasn(tag(context, 1), default = "yes")]
    pub more_follows: bool,
}

fn yes() -> bool {
    true
}

/// FileClose-Request: the FRSM id
#[derive(AsnType, Decode, Encode, Debug, Clone, Copy, PartialEq, Eq)]
#[rasn(delegate, tag(context, 74))]
pub struct FileCloseRequest(pub i32);

/// FileRename-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 75))]
pub struct FileRenameRequest {
    /// currentFileName
    #[rasn(tag(context, 0))]
    pub current: FileName,
    /// newFileName
    #[rasn(tag(context, 1))]
    pub new: FileName,
}

/// FileDelete-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(delegate, tag(context, 76))]
pub struct FileDeleteRequest(pub FileName);

/// FileDirectory-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 77))]
pub struct FileDirectoryRequest {
    /// fileSpecification
    #[rasn(tag(context, 0))]
    pub specification: Option<FileName>,
    /// continueAfter
    #[rasn(tag(context, 1))]
    pub continue_after: Option<FileName>,
}

/// FileDirectory-Response
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 77))]
pub struct FileDirectoryResponse {
    /// listOfDirectoryEntry
    #[rasn(tag(explicit(context, 0)))]
    pub entries: SequenceOf<DirectoryEntry>,
    /// moreFollows
    #[rasn(tag(context, 1), default)]
    pub more_follows: bool,
}

/// DirectoryEntry
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// fileName
    #[rasn(tag(context, 0))]
    pub name: FileName,
    /// fileAttributes
    #[rasn(tag(context, 1))]
    pub attributes: FileAttributes,
}

/// ObtainFile-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 46))]
pub struct ObtainFileRequest {
    /// sourceFileServer
    #[rasn(tag(context, 0))]
    pub source_server: Option<ApplicationReference>,
    /// sourceFile
    #[rasn(tag(context, 1))]
    pub source: FileName,
    /// destinationFile
    #[rasn(tag(context, 2))]
    pub destination: FileName,
}

/// ApplicationReference
#[derive(AsnType, Decode, Encode, Debug, Clone, Default, PartialEq, Eq)]
pub struct ApplicationReference {
    /// ap-title
    #[rasn(tag(explicit(context, 0)))]
    pub ap_title: Option<Any>,
    /// ap-invocation-id
    #[rasn(tag(explicit(context, 1)))]
    pub ap_invocation_id: Option<Any>,
    /// ae-qualifier
    #[rasn(tag(explicit(context, 2)))]
    pub ae_qualifier: Option<Any>,
    /// ae-invocation-id
    #[rasn(tag(explicit(context, 3)))]
    pub ae_invocation_id: Option<Any>,
}
