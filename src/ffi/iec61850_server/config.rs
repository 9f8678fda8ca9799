//! The settings that a server is made with.

use std::ffi::{c_char, c_int};
use std::path::PathBuf;

use crate::ffi::iec61850_dynamic_model::copy;
use crate::ffi::support::memory::{free, malloc_text};
use crate::ffi::support::{BoolArg, CBool, get, get_mut, guard, text};
use crate::server::config::{Config, Edition, ReportSettings};
use crate::server::space::BlockOptions;

/// RptID of report control blocks
pub const IEC61850_REPORTSETTINGS_RPT_ID: c_int = 1;
/// BufTm of report control blocks
pub const IEC61850_REPORTSETTINGS_BUF_TIME: c_int = 2;
/// DatSet of report control blocks
pub const IEC61850_REPORTSETTINGS_DATSET: c_int = 4;
/// TrgOps of report control blocks
pub const IEC61850_REPORTSETTINGS_TRG_OPS: c_int = 8;
/// OptFlds of report control blocks
pub const IEC61850_REPORTSETTINGS_OPT_FIELDS: c_int = 16;
/// IntgPd of report control blocks
pub const IEC61850_REPORTSETTINGS_INTG_PD: c_int = 32;

/// The settings of a server.
#[repr(C)]
#[derive(Debug)]
pub struct sIedServerConfig {
    /// octets that a buffered report control block keeps
    pub reportBufferSize: c_int,
    /// octets that an unbuffered report control block keeps
    pub reportBufferSizeURCBs: c_int,
    /// the directory of the file service, ending with a slash
    pub fileServiceBasepath: *mut c_char,
    /// serve files
    pub enableFileService: BoolArg,
    /// let clients make data sets
    pub enableDynamicDataSetService: BoolArg,
    /// data sets of one association
    pub maxAssociationSpecificDataSets: c_int,
    /// data sets of one logical device
    pub maxDomainSpecificDataSets: c_int,
    /// members of a data set that a client makes
    pub maxDataSetEntries: c_int,
    /// serve logs
    pub enableLogService: BoolArg,
    /// publish GOOSE messages
    pub useIntegratedGoosePublisher: BoolArg,
    /// the edition of IEC 61850: 0 edition 1, 1 edition 2, 2 edition 2.1
    pub edition: u8,
    /// clients at the same time
    pub maxMmsConnections: c_int,
    /// let clients edit setting groups
    pub enableEditSG: BoolArg,
    /// setting group control blocks have ResvTms
    pub enableResvTmsForSGCB: BoolArg,
    /// buffered report control blocks have ResvTms
    pub enableResvTmsForBRCB: BoolArg,
    /// report control blocks have Owner
    pub enableOwnerForRCB: BoolArg,
    /// send integrity reports at whole multiples of their period
    pub syncIntegrityReportTimes: BoolArg,
    /// the IEC61850_REPORTSETTINGS_ bits of what clients may write
    pub reportSettingsWritable: u8,
}

/// The settings of a server.
pub type IedServerConfig = *mut sIedServerConfig;

/// Clients at the same time, if not set.
const CONNECTIONS: c_int = 5;

/// Makes settings with their defaults. Free them with `IedServerConfig_destroy` when the server has been made.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_create() -> IedServerConfig {
    guard(|| {
        Box::into_raw(Box::new(sIedServerConfig {
            reportBufferSize: 65536,
            reportBufferSizeURCBs: 65536,
            fileServiceBasepath: malloc_text(b"./vmd-filestore/"),
            enableFileService: BoolArg::TRUE,
            enableDynamicDataSetService: BoolArg::TRUE,
            maxAssociationSpecificDataSets: 10,
            maxDomainSpecificDataSets: 10,
            maxDataSetEntries: 100,
            enableLogService: BoolArg::TRUE,
            useIntegratedGoosePublisher: BoolArg::TRUE,
            edition: 1,
            maxMmsConnections: CONNECTIONS,
            enableEditSG: BoolArg::TRUE,
            enableResvTmsForSGCB: BoolArg::TRUE,
            enableResvTmsForBRCB: BoolArg::TRUE,
            enableOwnerForRCB: false.into(),
            syncIntegrityReportTimes: false.into(),
            reportSettingsWritable: 0x3f,
        }))
    })
}

/// Frees settings. NULL is nothing.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_destroy(self_: IedServerConfig) {
    guard(|| {
        if !self_.is_null() {
            // SAFETY: made by IedServerConfig_create and used no more.
            unsafe {
                let config = Box::from_raw(self_);
                free(config.fileServiceBasepath.cast());
            }
        }
    });
}

/// Sets the edition of IEC 61850: 0 for edition 1, 1 for edition 2, 2 for edition 2.1.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_setEdition(self_: IedServerConfig, edition: u8) {
    get_mut(self_, |config| config.edition = edition);
}

/// The edition of IEC 61850.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_getEdition(self_: IedServerConfig) -> u8 {
    get(self_, |config| config.edition)
}

/// Sets how many octets a buffered report control block keeps.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_setReportBufferSize(self_: IedServerConfig, reportBufferSize: c_int) {
    get_mut(self_, |config| config.reportBufferSize = reportBufferSize);
}

/// How many octets a buffered report control block keeps.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_getReportBufferSize(self_: IedServerConfig) -> c_int {
    get(self_, |config| config.reportBufferSize)
}

/// Sets how many octets an unbuffered report control block keeps while its client is slow.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_setReportBufferSizeForURCBs(
    self_: IedServerConfig,
    reportBufferSize: c_int,
) {
    get_mut(self_, |config| config.reportBufferSizeURCBs = reportBufferSize);
}

/// How many octets an unbuffered report control block keeps while its client is slow.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_getReportBufferSizeForURCBs(self_: IedServerConfig) -> c_int {
    get(self_, |config| config.reportBufferSizeURCBs)
}

/// Sets how many clients may be connected at the same time.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_setMaxMmsConnections(self_: IedServerConfig, maxConnections: c_int) {
    get_mut(self_, |config| config.maxMmsConnections = maxConnections);
}

/// How many clients may be connected at the same time.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_getMaxMmsConnections(self_: IedServerConfig) -> c_int {
    get(self_, |config| config.maxMmsConnections)
}

/// Sets whether integrity reports are sent at whole multiples of their period.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_setSyncIntegrityReportTimes(self_: IedServerConfig, enable: BoolArg) {
    get_mut(self_, |config| config.syncIntegrityReportTimes = enable.get().into());
}

/// Whether integrity reports are sent at whole multiples of their period.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_getSyncIntegrityReportTimes(self_: IedServerConfig) -> CBool {
    get(self_, |config| config.syncIntegrityReportTimes.get().into())
}

/// Sets the directory of the file service.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_setFileServiceBasePath(self_: IedServerConfig, basepath: *const c_char) {
    get_mut(self_, |config| {
        let old = std::mem::replace(&mut config.fileServiceBasepath, copy(basepath));
        // SAFETY: from malloc, used no more.
        unsafe { free(old.cast()) };
    });
}

/// The directory of the file service, valid until it is changed.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_getFileServiceBasePath(self_: IedServerConfig) -> *const c_char {
    get(self_, |config| config.fileServiceBasepath.cast_const())
}

/// Sets whether files are served.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_enableFileService(self_: IedServerConfig, enable: BoolArg) {
    get_mut(self_, |config| config.enableFileService = enable.get().into());
}

/// Whether files are served.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_isFileServiceEnabled(self_: IedServerConfig) -> CBool {
    get(self_, |config| config.enableFileService.get().into())
}

/// Sets whether clients may make data sets.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_enableDynamicDataSetService(self_: IedServerConfig, enable: BoolArg) {
    get_mut(self_, |config| config.enableDynamicDataSetService = enable.get().into());
}

/// Whether clients may make data sets.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_isDynamicDataSetServiceEnabled(self_: IedServerConfig) -> CBool {
    get(self_, |config| config.enableDynamicDataSetService.get().into())
}

/// Sets how many data sets an association may have for itself.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_setMaxAssociationSpecificDataSets(
    self_: IedServerConfig,
    maxDataSets: c_int,
) {
    get_mut(self_, |config| config.maxAssociationSpecificDataSets = maxDataSets);
}

/// How many data sets an association may have for itself.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_getMaxAssociationSpecificDataSets(self_: IedServerConfig) -> c_int {
    get(self_, |config| config.maxAssociationSpecificDataSets)
}

/// Sets how many data sets a logical device may have.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_setMaxDomainSpecificDataSets(self_: IedServerConfig, maxDataSets: c_int) {
    get_mut(self_, |config| config.maxDomainSpecificDataSets = maxDataSets);
}

/// How many data sets a logical device may have.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_getMaxDomainSpecificDataSets(self_: IedServerConfig) -> c_int {
    get(self_, |config| config.maxDomainSpecificDataSets)
}

/// Sets how many members a data set may have that a client makes.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_setMaxDataSetEntries(self_: IedServerConfig, maxDataSetEntries: c_int) {
    get_mut(self_, |config| config.maxDataSetEntries = maxDataSetEntries);
}

/// How many members a data set may have that a client makes.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_getMaxDatasSetEntries(self_: IedServerConfig) -> c_int {
    get(self_, |config| config.maxDataSetEntries)
}

/// Sets whether logs are served.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_enableLogService(self_: IedServerConfig, enable: BoolArg) {
    get_mut(self_, |config| config.enableLogService = enable.get().into());
}

/// Whether logs are served.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_isLogServiceEnabled(self_: IedServerConfig) -> CBool {
    get(self_, |config| config.enableLogService.get().into())
}

/// Sets whether clients may edit setting groups.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_enableEditSG(self_: IedServerConfig, enable: BoolArg) {
    get_mut(self_, |config| config.enableEditSG = enable.get().into());
}

/// Sets whether setting group control blocks have ResvTms.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_enableResvTmsForSGCB(self_: IedServerConfig, enable: BoolArg) {
    get_mut(self_, |config| config.enableResvTmsForSGCB = enable.get().into());
}

/// Sets whether buffered report control blocks have ResvTms.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_enableResvTmsForBRCB(self_: IedServerConfig, enable: BoolArg) {
    get_mut(self_, |config| config.enableResvTmsForBRCB = enable.get().into());
}

/// Whether buffered report control blocks have ResvTms.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_isResvTmsForBRCBEnabled(self_: IedServerConfig) -> CBool {
    get(self_, |config| config.enableResvTmsForBRCB.get().into())
}

/// Sets whether report control blocks have Owner.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_enableOwnerForRCB(self_: IedServerConfig, enable: BoolArg) {
    get_mut(self_, |config| config.enableOwnerForRCB = enable.get().into());
}

/// Whether report control blocks have Owner.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_isOwnerForRCBEnabled(self_: IedServerConfig) -> CBool {
    get(self_, |config| config.enableOwnerForRCB.get().into())
}

/// Sets whether the server publishes GOOSE messages itself. This library publishes none; the control blocks are served
/// either way.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_useIntegratedGoosePublisher(self_: IedServerConfig, enable: BoolArg) {
    get_mut(self_, |config| config.useIntegratedGoosePublisher = enable.get().into());
}

/// Sets whether clients may write attributes of report control blocks.
///
/// @param setting the IEC61850_REPORTSETTINGS_ bits
/// @param isDyn whether they may be written
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_setReportSetting(self_: IedServerConfig, setting: u8, isDyn: BoolArg) {
    get_mut(self_, |config| {
        if isDyn.get() {
            config.reportSettingsWritable |= setting;
        } else {
            config.reportSettingsWritable &= !setting;
        }
    });
}

/// Whether clients may write an attribute of report control blocks, one of the IEC61850_REPORTSETTINGS_ bits.
#[unsafe(no_mangle)]
pub extern "C" fn IedServerConfig_getReportSetting(self_: IedServerConfig, setting: u8) -> CBool {
    get(self_, |config| (config.reportSettingsWritable & setting != 0).into())
}

/// The settings as the core has them; defaults for NULL.
pub(super) fn settings(config: *const sIedServerConfig) -> Config {
    // SAFETY: NULL or live settings.
    let Some(from) = (unsafe { config.as_ref() }) else {
        return Config { connections: CONNECTIONS as usize, ..Config::default() };
    };
    let count = |number: c_int| usize::try_from(number).unwrap_or(0);
    // SAFETY: NULL or a C string of the settings.
    let path = unsafe { text::bytes(from.fileServiceBasepath) }.unwrap_or(b"./vmd-filestore/");
    let edition = match from.edition {
        0 => Edition::One,
        1 => Edition::Two,
        _ => Edition::TwoOne,
    };
    Config {
        report_buffer: count(from.reportBufferSize),
        unbuffered_report_buffer: count(from.reportBufferSizeURCBs),
        files: path_of(path),
        file_service: from.enableFileService.get(),
        dynamic_data_sets: from.enableDynamicDataSetService.get(),
        association_data_sets: count(from.maxAssociationSpecificDataSets),
        domain_data_sets: count(from.maxDomainSpecificDataSets),
        data_set_members: count(from.maxDataSetEntries),
        log_service: from.enableLogService.get(),
        edit_settings: from.enableEditSG.get(),
        blocks: BlockOptions {
            report_reservation_time: from.enableResvTmsForBRCB.get(),
            report_owner: from.enableOwnerForRCB.get(),
            setting_reservation_time: from.enableResvTmsForSGCB.get(),
        },
        edition,
        connections: count(from.maxMmsConnections),
        sync_integrity: from.syncIntegrityReportTimes.get(),
        report_settings: ReportSettings(from.reportSettingsWritable),
    }
}

/// A path of C.
pub(super) fn path_of(octets: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(octets))
}

#[cfg(test)]
mod tests {
    use std::mem::{offset_of, size_of};

    use super::*;

    #[test]
    fn the_settings_have_the_layout_of_c() {
        assert_eq!(size_of::<sIedServerConfig>(), 48);
        assert_eq!(offset_of!(sIedServerConfig, maxAssociationSpecificDataSets), 20);
        assert_eq!(offset_of!(sIedServerConfig, edition), 34);
        assert_eq!(offset_of!(sIedServerConfig, maxMmsConnections), 36);
        assert_eq!(offset_of!(sIedServerConfig, reportSettingsWritable), 45);
    }
}
