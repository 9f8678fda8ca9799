//! Control blocks, data sets and logs.

use super::super::tree::*;
use super::super::values;
use super::{Error, Parser, Statement};

impl<'a> Statement<'a> {
    /// `-` for nothing.
    fn optional_name(&self, at: usize, what: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(Some(self.name(at, what)?).filter(|name| name != b"-"))
    }

    fn flag(&self, at: usize, what: &str) -> Result<bool, Error> {
        self.number::<i64>(at, what).map(|number| number != 0)
    }

    /// 32 bits, with a sign or without.
    fn unsigned(&self, at: usize, what: &str) -> Result<u32, Error> {
        let number = self.number(at, what)?;
        values::u32(number).ok_or_else(|| self.error(format!("{number} is no {what}")))
    }
}

impl<'a> Parser<'a> {
    /// What a logical node has besides data.
    pub(super) fn block(&mut self, start: &Statement<'a>) -> Result<Block, Error> {
        Ok(match start.keyword {
            b"DS" => Block::DataSet(self.data_set(start)?),
            b"RC" => Block::Report(report(start)?),
            b"GC" => Block::Goose(self.goose(start)?),
            b"SMVC" => Block::SampledValue(self.sampled_value(start)?),
            b"LC" => Block::LogControl(log_control(start)?),
            b"LOG" => Block::Log(start.name(0, "name")?),
            b"SG" => Block::SettingGroup {
                active: start.number(0, "active setting group")?,
                count: start.number(1, "number of setting groups")?,
            },
            _ => return Err(start.misplaced("a logical node")),
        })
    }

    fn data_set(&mut self, start: &Statement<'a>) -> Result<DataSet, Error> {
        let mut set = DataSet { name: start.name(0, "name")?, members: Vec::new() };
        if self.lexer.open() {
            while let Some(statement) = self.statement()? {
                if statement.keyword != b"DE" {
                    return Err(statement.misplaced("a data set"));
                }
                set.members.push(Member {
                    variable: statement.name(0, "variable")?,
                    index: statement.number_or(1, "index", -1)?,
                    component: statement.arguments.get(2).map(|component| component.to_vec()),
                });
            }
        }
        Ok(set)
    }

    fn goose(&mut self, start: &Statement<'a>) -> Result<Goose, Error> {
        Ok(Goose {
            name: start.name(0, "name")?,
            id: start.name(1, "GoID")?,
            data_set: start.optional_name(2, "data set")?,
            configuration_revision: start.unsigned(3, "ConfRev")?,
            fixed_offsets: start.flag(4, "FixedOffs")?,
            min_time: start.number_or(5, "MinTime", -1)?,
            max_time: start.number_or(6, "MaxTime", -1)?,
            address: self.address()?,
        })
    }

    fn sampled_value(&mut self, start: &Statement<'a>) -> Result<SampledValue, Error> {
        Ok(SampledValue {
            name: start.name(0, "name")?,
            id: start.name(1, "MsvID")?,
            data_set: start.optional_name(2, "data set")?,
            configuration_revision: start.unsigned(3, "ConfRev")?,
            sample_mode: start.number(4, "SmpMod")?,
            sample_rate: start.number(5, "SmpRate")?,
            options: start.number_or(6, "OptFlds", 0)?,
            unicast: start.number_or::<i64>(7, "unicast flag", 0)? != 0,
            address: self.address()?,
        })
    }

    /// The address between the braces of a control block, if there are any.
    fn address(&mut self) -> Result<Option<Address>, Error> {
        let mut found = None;
        if self.lexer.open() {
            while let Some(statement) = self.statement()? {
                if statement.keyword != b"PA" {
                    return Err(statement.misplaced("a control block"));
                }
                found = Some(Address {
                    vlan_priority: statement.number(0, "VLAN priority")?,
                    vlan_id: statement.number(1, "VLAN")?,
                    app_id: statement.number(2, "APPID")?,
                    destination: mac(&statement)?,
                });
            }
        }
        Ok(found)
    }
}

/// Twelve hexadecimal digits.
fn mac(statement: &Statement<'_>) -> Result<[u8; 6], Error> {
    let text = statement.argument(3, "address")?;
    let wrong = || statement.error(format!("{} is no MAC address", text.escape_ascii()));
    let mut address = [0; 6];
    if text.len() != 12 || !text.iter().all(u8::is_ascii_hexdigit) {
        return Err(wrong());
    }
    for (octet, digits) in address.iter_mut().zip(text.chunks(2)) {
        let digits = std::str::from_utf8(digits).map_err(|_| wrong())?;
        *octet = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
    }
    Ok(address)
}

fn report(start: &Statement<'_>) -> Result<Report, Error> {
    Ok(Report {
        name: start.name(0, "name")?,
        id: start.optional_name(1, "RptID")?,
        buffered: start.flag(2, "buffered flag")?,
        data_set: start.optional_name(3, "data set")?,
        configuration_revision: start.unsigned(4, "ConfRev")?,
        triggers: start.number(5, "TrgOps")?,
        options: start.number(6, "OptFlds")?,
        buffer_time: start.unsigned(7, "BufTm")?,
        integrity_period: start.unsigned(8, "IntgPd")?,
        client: None,
    })
}

fn log_control(start: &Statement<'_>) -> Result<LogControl, Error> {
    Ok(LogControl {
        name: start.name(0, "name")?,
        data_set: start.optional_name(1, "data set")?,
        log: start.optional_name(2, "log")?,
        triggers: start.number(3, "TrgOps")?,
        integrity_period: start.unsigned(4, "IntgPd")?,
        enabled: start.flag(5, "LogEna")?,
        reason_code: start.flag(6, "reason code flag")?,
    })
}
