//! The enums of mms_server.h.

/// What happened to a client connection.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MmsServerEvent {
    /// a client has connected
    MMS_SERVER_NEW_CONNECTION = 0,
    /// a client is gone
    MMS_SERVER_CONNECTION_CLOSED = 1,
    /// regularly, for each client
    MMS_SERVER_CONNECTION_TICK = 2,
}

/// Where a named variable list lives.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MmsVariableListType {
    /// in a domain
    MMS_DOMAIN_SPECIFIC = 0,
    /// as long as the association
    MMS_ASSOCIATION_SPECIFIC = 1,
    /// of the whole device
    MMS_VMD_SPECIFIC = 2,
}

/// What a client wants to do with a named variable list.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MmsVariableListAccessType {
    /// make it
    MMS_VARLIST_CREATE = 0,
    /// delete it
    MMS_VARLIST_DELETE = 1,
    /// read its values
    MMS_VARLIST_READ = 2,
    /// write its values
    MMS_VARLIST_WRITE = 3,
    /// read its members
    MMS_VARLIST_GET_DIRECTORY = 4,
}

/// What a client asks the names of.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MmsGetNameListType {
    /// domains
    MMS_GETNAMELIST_DOMAINS = 0,
    /// journals
    MMS_GETNAMELIST_JOURNALS = 1,
    /// named variable lists
    MMS_GETNAMELIST_DATASETS = 2,
    /// named variables
    MMS_GETNAMELIST_DATA = 3,
}

/// What a client wants to do with a file.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MmsFileServiceType {
    /// list a directory
    MMS_FILE_ACCESS_TYPE_READ_DIRECTORY = 0,
    /// open a file to read it
    MMS_FILE_ACCESS_TYPE_OPEN = 1,
    /// store a file that the client sends
    MMS_FILE_ACCESS_TYPE_OBTAIN = 2,
    /// delete a file
    MMS_FILE_ACCESS_TYPE_DELETE = 3,
    /// rename a file
    MMS_FILE_ACCESS_TYPE_RENAME = 4,
}
