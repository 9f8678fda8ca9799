//! Control blocks and logs.

use super::super::tree::*;
use super::super::types::{report_option, sampled_value_option, trigger};
use super::communication::Addresses;
use super::data_set::{DataSets, Directory};
use super::device::node_name;
use super::xml::{Element, Error};

/// Instances of a report control block: their numbers have two digits.
const MAX_INSTANCES: u32 = 99;

/// Reads what logical nodes have besides data.
pub(super) struct Blocks<'a> {
    directory: &'a Directory<'a>,
    addresses: &'a Addresses<'a>,
    data_sets: DataSets,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(directory: &'a Directory<'a>, addresses: &'a Addresses<'a>) -> Self {
        Self { directory, addresses, data_sets: DataSets::new() }
    }

    /// The blocks of an LN or LN0 in the order of the file.
    pub(super) fn read(
        &mut self,
        device: &LogicalDevice,
        node: &LogicalNode,
        element: Element<'_>,
    ) -> Result<Vec<Block>, Error> {
        let inst = std::str::from_utf8(&device.inst).unwrap_or_default();
        let mut blocks = Vec::new();
        for part in element.elements() {
            match part.name() {
                "DataSet" => {
                    blocks.push(Block::DataSet(self.data_sets.read(part, inst, self.directory)?));
                }
                "ReportControl" => reports(part, element, &mut blocks)?,
                "GSEControl" if part.get("type") == Some("GSSE") => {
                    tracing::warn!("{}", part.error("GSSE is left out"));
                }
                "GSEControl" => blocks.push(Block::Goose(self.goose(part, element, inst)?)),
                "SampledValueControl" => {
                    blocks.push(Block::SampledValue(self.sampled_value(part, element, inst)?));
                }
                "LogControl" => blocks.push(Block::LogControl(log_control(part, element, inst)?)),
                "Log" => blocks.push(Block::Log(log(part, inst)?)),
                "SettingControl" => blocks.push(setting_group(part, node)?),
                _ => {}
            }
        }
        Ok(blocks)
    }

    fn goose(&self, block: Element<'_>, node: Element<'_>, inst: &str) -> Result<Goose, Error> {
        let name = block.identifier("name")?;
        let sending = self.addresses.find("GSE", inst, name)?;
        Ok(Goose {
            name: name.into(),
            id: block.required("appID")?.into(),
            data_set: data_set(block, node)?,
            configuration_revision: block.number("confRev", 1)?,
            fixed_offsets: block.flag("fixedOffs", false)?,
            min_time: sending.min_time,
            max_time: sending.max_time,
            address: sending.address,
        })
    }

    fn sampled_value(
        &self,
        block: Element<'_>,
        node: Element<'_>,
        inst: &str,
    ) -> Result<SampledValue, Error> {
        let name = block.identifier("name")?;
        Ok(SampledValue {
            name: name.into(),
            id: block.required("smvID")?.into(),
            data_set: data_set(block, node)?,
            configuration_revision: block.number("confRev", 1)?,
            sample_mode: match block.get("smpMod") {
                None | Some("SmpPerPeriod") => 0,
                Some("SmpPerSec") => 1,
                Some("SecPerSmp") => 2,
                Some(other) => return Err(block.error(format!("{other:?} is no smpMod"))),
            },
            sample_rate: block.number("smpRate", 0)?,
            options: flags(
                block.first("SmvOpts"),
                &[
                    ("refreshTime", sampled_value_option::REFRESH_TIME, false),
                    ("sampleSynchronized", sampled_value_option::SAMPLE_SYNCHRONIZED, false),
                    ("sampleRate", sampled_value_option::SAMPLE_RATE, false),
                    ("dataSet", sampled_value_option::DATA_SET, false),
                    ("security", sampled_value_option::SECURITY, false),
                ],
            )?,
            unicast: !block.flag("multicast", true)?,
            address: self.addresses.find("SMV", inst, name)?.address,
        })
    }
}

fn log_control(block: Element<'_>, node: Element<'_>, inst: &str) -> Result<LogControl, Error> {
    let log = match block.optional_identifier("logName")? {
        Some(name) => {
            let device = block.optional_identifier("ldInst")?.unwrap_or(inst);
            let of_node =
                if block.get("lnClass").is_some() { node_name(block, "lnInst")? } else { "LLN0".to_owned() };
            Some(format!("{device}/{of_node}${name}").into_bytes())
        }
        None => None,
    };
    Ok(LogControl {
        name: block.identifier("name")?.into(),
        data_set: data_set(block, node)?,
        log,
        triggers: triggers(block)?,
        integrity_period: block.number("intgPd", 0)?,
        enabled: block.flag("logEna", true)?,
        reason_code: block.flag("reasonCode", true)?,
    })
}

/// A log without a name has that of the logical device.
fn log(log: Element<'_>, inst: &str) -> Result<Vec<u8>, Error> {
    let name = log.optional_identifier("name")?;
    Ok(name.unwrap_or(inst).into())
}

/// The name of the data set, which has to be in the same logical node.
fn data_set(block: Element<'_>, node: Element<'_>) -> Result<Option<Vec<u8>>, Error> {
    let Some(name) = block.get("datSet") else { return Ok(None) };
    if node.all("DataSet").any(|set| set.get("name") == Some(name)) {
        Ok(Some(name.into()))
    } else {
        Err(block.error(format!("there is no data set {name}")))
    }
}

/// A report control block, or as many as clients may use at a time.
fn reports(block: Element<'_>, node: Element<'_>, to: &mut Vec<Block>) -> Result<(), Error> {
    let name = block.identifier("name")?;
    let enabled = block.first("RptEnabled");
    let count = enabled.map_or(Ok(1), |enabled| enabled.number("max", 1))?;
    if count > MAX_INSTANCES {
        return Err(block.error(format!("more than {MAX_INSTANCES} instances")));
    }
    let names = if block.flag("indexed", true)? {
        (1..=count).map(|number| format!("{name}{number:02}")).collect()
    } else {
        vec![name.to_owned()]
    };
    let options = flags(
        block.first("OptFields"),
        &[
            ("seqNum", report_option::SEQUENCE_NUMBER, false),
            ("timeStamp", report_option::TIME_STAMP, false),
            ("reasonCode", report_option::REASON_FOR_INCLUSION, false),
            ("dataSet", report_option::DATA_SET, false),
            ("dataRef", report_option::DATA_REFERENCE, false),
            ("bufOvfl", report_option::BUFFER_OVERFLOW, true),
            ("entryID", report_option::ENTRY_ID, false),
            ("configRef", report_option::CONFIGURATION_REVISION, false),
        ],
    )?;
    for name in names {
        to.push(Block::Report(Report {
            name: name.into_bytes(),
            id: block.get("rptID").map(Into::into),
            buffered: block.flag("buffered", false)?,
            data_set: data_set(block, node)?,
            configuration_revision: block.number("confRev", 1)?,
            triggers: triggers(block)?,
            options,
            buffer_time: block.number("bufTime", 0)?,
            integrity_period: block.number("intgPd", 0)?,
            client: None,
        }));
    }
    Ok(())
}

fn setting_group(block: Element<'_>, node: &LogicalNode) -> Result<Block, Error> {
    if node.name != b"LLN0" {
        return Err(block.error("only LN0 has setting groups"));
    }
    block.required("numOfSGs")?;
    let count = block.number("numOfSGs", 0)?;
    let active = block.number("actSG", 1)?;
    if !(1..=count).contains(&active) {
        return Err(block.error(format!("there is no setting group {active}")));
    }
    Ok(Block::SettingGroup { active, count })
}

/// TrgOps of a control block.
fn triggers(block: Element<'_>) -> Result<u8, Error> {
    flags(
        block.first("TrgOps"),
        &[
            ("dchg", trigger::DATA_CHANGE, false),
            ("qchg", trigger::QUALITY_CHANGE, false),
            ("dupd", trigger::DATA_UPDATE, false),
            ("period", trigger::INTEGRITY, false),
            ("gi", trigger::GENERAL_INTERROGATION, true),
        ],
    )
}

/// The bits of the attributes that are true, each with what it is when it is missing. A missing element is one without
/// attributes.
fn flags(element: Option<Element<'_>>, bits: &[(&str, u8, bool)]) -> Result<u8, Error> {
    let mut all = 0;
    for &(name, bit, default) in bits {
        if element.map_or(Ok(default), |element| element.flag(name, default))? {
            all |= bit;
        }
    }
    Ok(all)
}
