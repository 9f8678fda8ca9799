//! How a server is configured.

use std::path::PathBuf;

use super::space::BlockOptions;

/// The edition of IEC 61850 that a server follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Edition {
    /// Edition 1.
    One,
    /// Edition 2.
    #[default]
    Two,
    /// Edition 2.1.
    TwoOne,
}

/// Attributes of report control blocks that clients may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportSettings(pub u8);

impl ReportSettings {
    /// RptID.
    pub const ID: u8 = 1;
    /// BufTm.
    pub const BUFFER_TIME: u8 = 2;
    /// DatSet.
    pub const DATA_SET: u8 = 4;
    /// TrgOps.
    pub const TRIGGERS: u8 = 8;
    /// OptFlds.
    pub const OPTIONS: u8 = 16;
    /// IntgPd.
    pub const INTEGRITY: u8 = 32;

    /// Whether a setting may be written.
    pub fn allows(self, setting: u8) -> bool {
        self.0 & setting != 0
    }
}

/// Settings of a server; those of `IedServerConfig`.
#[derive(Debug, Clone)]
pub struct Config {
    /// Octets that a buffered report control block keeps.
    pub report_buffer: usize,
    /// Octets that an unbuffered report control block keeps while its client is slow.
    pub unbuffered_report_buffer: usize,
    /// Directory of the file service.
    pub files: PathBuf,
    /// Serve files.
    pub file_service: bool,
    /// Let clients make data sets.
    pub dynamic_data_sets: bool,
    /// Data sets of one association.
    pub association_data_sets: usize,
    /// Data sets that clients make in one domain.
    pub domain_data_sets: usize,
    /// Members of a data set that a client makes.
    pub data_set_members: usize,
    /// Serve logs.
    pub log_service: bool,
    /// Let clients edit setting groups.
    pub edit_settings: bool,
    /// Optional attributes of control blocks.
    pub blocks: BlockOptions,
    /// Edition.
    pub edition: Edition,
    /// Associations at the same time.
    pub connections: usize,
    /// Send integrity reports at whole multiples of their period.
    pub sync_integrity: bool,
    /// Attributes of report control blocks that clients may write.
    pub report_settings: ReportSettings,
}

impl Config {
    /// The optional attributes of control blocks that there are: edition 1 knows none of report control blocks.
    pub fn block_options(&self) -> BlockOptions {
        let known = self.edition > Edition::One;
        BlockOptions {
            report_reservation_time: known && self.blocks.report_reservation_time,
            report_owner: known && self.blocks.report_owner,
            setting_reservation_time: self.blocks.setting_reservation_time,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            report_buffer: 65536,
            unbuffered_report_buffer: 65536,
            files: PathBuf::from("vmd-filestore"),
            file_service: true,
            dynamic_data_sets: true,
            association_data_sets: 10,
            domain_data_sets: 10,
            data_set_members: 100,
            log_service: true,
            edit_settings: true,
            blocks: BlockOptions {
                report_reservation_time: true,
                report_owner: false,
                setting_reservation_time: true,
            },
            edition: Edition::default(),
            connections: 100,
            sync_integrity: false,
            report_settings: ReportSettings(0x3f),
        }
    }
}
