//! The values that control services write: Oper, SBOw and Cancel, in the order and types that the server's type says.

use crate::error::{Error, Result};
use crate::mms::type_spec::{TypeKind, TypeSpec};
use crate::mms::value::{BinaryTime, BitString, Data, Value, time};

/// Quality octet of the time of a time-activated operate: accuracy 10 bits, as the field knows it.
const OPER_TIME_QUALITY: u8 = 0x0a;

/// The types of a control object, from its components under functional constraint CO.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Types {
    oper: TypeSpec,
    select: Option<TypeSpec>,
    cancel: Option<TypeSpec>,
    value: TypeSpec,
}

/// What the members of a command say, but for ctlVal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parameters {
    /// orCat, orIdent
    pub(super) origin: (i32, Vec<u8>),
    /// ctlNum
    pub(super) number: u8,
    /// T in ms since 1970, with its quality octet
    pub(super) time: (u64, u8),
    /// operTm in ms since 1970; 0 for at once
    pub(super) oper_time: u64,
    /// Test
    pub(super) test: bool,
    /// Check: synchrocheck, interlock-check
    pub(super) check: (bool, bool),
}

impl Types {
    /// From the type of `LN$CO$DO`. It needs an Oper with a ctlVal.
    pub(super) fn new(object: &TypeSpec) -> Result<Self> {
        let child = |name: &[u8]| object.child(name).map(|(_, spec)| spec.clone());
        let oper = child(b"Oper").ok_or(Error::UnexpectedType)?;
        let value = oper.child(b"ctlVal").ok_or(Error::UnexpectedType)?.1.clone();
        Ok(Self { oper, select: child(b"SBOw"), cancel: child(b"Cancel"), value })
    }

    /// The type of ctlVal.
    pub(super) fn value(&self) -> &TypeSpec {
        &self.value
    }

    /// Oper
    pub(super) fn operate(&self, value: &Value, parameters: &Parameters) -> Result<Value> {
        command(&self.oper, &self.coerce(value), parameters, |_| true)
    }

    /// SBOw
    pub(super) fn select(&self, value: &Value, parameters: &Parameters) -> Result<Value> {
        command(self.select.as_ref().unwrap_or(&self.oper), &self.coerce(value), parameters, |_| true)
    }

    /// Cancel. A server without one gets what it would look like.
    pub(super) fn cancel(&self, value: &Value, parameters: &Parameters) -> Result<Value> {
        let spec = self.cancel.as_ref().unwrap_or(&self.oper);
        command(spec, &self.coerce(value), parameters, |name| name != b"Check")
    }

    /// The value as ctlVal's type wants it, where that is beyond doubt; others stay as they are, the server judges them.
    pub(super) fn coerce(&self, value: &Value) -> Value {
        match (&self.value.kind, value.elements()) {
            (TypeKind::Structure { elements }, None) => {
                // AnalogueValue with one of its members
                let number = match elements.as_slice() {
                    [only] => coerce_number(&only.kind, value),
                    _ => value.clone(),
                };
                Value::structure(vec![number])
            }
            (TypeKind::BitString(size), None) if size.unsigned_abs() == 2 => match value.as_bool() {
                // Dbpos: on is 10, off is 01
                Some(on) => Value::new(Data::BitString(BitString::from_integer(if on { 1 } else { 2 }, 2))),
                None => value.clone(),
            },
            _ => value.clone(),
        }
    }
}

/// A number of another kind for a member of AnalogueValue, if nothing of it gets lost but precision.
fn coerce_number(kind: &TypeKind, value: &Value) -> Value {
    let number = match &value.data {
        Data::Integer(number) => number.as_i64() as f64,
        Data::Unsigned(number) => number.as_u64() as f64,
        Data::Float(number) => number.as_f64(),
        _ => return value.clone(),
    };
    match (kind, &value.data) {
        (TypeKind::Float { format: 64, .. }, _) => Value::float64(number),
        (TypeKind::Float { .. }, Data::Float(_)) if !(number as f32).is_finite() && number.is_finite() => {
            value.clone()
        }
        (TypeKind::Float { .. }, _) => Value::float32(number as f32),
        (TypeKind::Integer(_), Data::Float(_))
            if number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX) =>
        {
            Value::integer(number as i64, 32)
        }
        _ => value.clone(),
    }
}

fn command(
    spec: &TypeSpec,
    value: &Value,
    parameters: &Parameters,
    wanted: impl Fn(&[u8]) -> bool,
) -> Result<Value> {
    let members = spec.children().iter().filter(|member| wanted(&member.name));
    let members = members.map(|member| match member.name.as_slice() {
        b"ctlVal" => Ok(value.clone()),
        b"operTm" => Ok(oper_time(member, parameters.oper_time)),
        b"origin" => Ok(origin(member, parameters)),
        b"ctlNum" => Ok(number(member, i64::from(parameters.number))),
        b"T" => Ok(instant(member, parameters.time.0, parameters.time.1)),
        b"Test" => Ok(Value::boolean(parameters.test)),
        b"Check" => {
            let mut bits = BitString::new(2);
            bits.set(0, parameters.check.0);
            bits.set(1, parameters.check.1);
            Ok(Value::new(Data::BitString(bits)))
        }
        _ => Value::default_for(member).ok_or(Error::UnexpectedType),
    });
    Ok(Value::structure(members.collect::<Result<_>>()?))
}

fn origin(spec: &TypeSpec, parameters: &Parameters) -> Value {
    let (category, identification) = &parameters.origin;
    let member = |member: &TypeSpec| match member.name.as_slice() {
        b"orIdent" => Value::octet_string(identification),
        _ => number(member, i64::from(*category)),
    };
    Value::structure(spec.children().iter().take(2).map(member).collect())
}

fn number(spec: &TypeSpec, number: i64) -> Value {
    match (&spec.kind, u64::try_from(number)) {
        (TypeKind::Unsigned(_), Ok(number)) => Value::unsigned(number, 32),
        _ => Value::integer(number, 32),
    }
}

fn oper_time(spec: &TypeSpec, ms: u64) -> Value {
    match (&spec.kind, ms) {
        (TypeKind::BinaryTime(len), 0) => Value::new(Data::BinaryTime(BinaryTime::new(*len == 4))),
        _ => instant(spec, ms, OPER_TIME_QUALITY),
    }
}

fn instant(spec: &TypeSpec, ms: u64, quality: u8) -> Value {
    Value::new(match &spec.kind {
        TypeKind::BinaryTime(len) => {
            let mut instant = BinaryTime::new(*len == 4);
            instant.set_ms(ms);
            Data::BinaryTime(instant)
        }
        _ => Data::UtcTime(time::utc_from_ms(ms, quality)),
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::mms::value::ber;

    fn leaf(name: &str, kind: TypeKind) -> TypeSpec {
        TypeSpec::new(name, kind)
    }

    fn structure(name: &str, elements: Vec<TypeSpec>) -> TypeSpec {
        leaf(name, TypeKind::Structure { elements })
    }

    /// Oper or Cancel, as servers describe them.
    fn service(name: &str, value: &TypeKind, time: &TypeKind, timed: bool, check: bool) -> TypeSpec {
        let mut members = vec![leaf("ctlVal", value.clone())];
        if timed {
            members.push(leaf("operTm", time.clone()));
        }
        members.push(structure(
            "origin",
            vec![leaf("orCat", TypeKind::Integer(8)), leaf("orIdent", TypeKind::OctetString(-64))],
        ));
        members.push(leaf("ctlNum", TypeKind::Unsigned(8)));
        members.push(leaf("T", time.clone()));
        members.push(leaf("Test", TypeKind::Boolean));
        if check {
            members.push(leaf("Check", TypeKind::BitString(-2)));
        }
        structure(name, members)
    }

    pub(in crate::iec61850::control) fn object(value: TypeKind, time: TypeKind, timed: bool) -> TypeSpec {
        let services = ["SBOw", "Oper", "Cancel"];
        structure("", services.map(|name| service(name, &value, &time, timed, name != "Cancel")).to_vec())
    }

    fn parameters() -> Parameters {
        Parameters {
            origin: (0, Vec::new()),
            number: 1,
            time: (0x6b03_792e * 1000 + 320, 0),
            oper_time: 0,
            test: false,
            check: (false, false),
        }
    }

    fn encoded(value: &Value) -> String {
        let mut out = Vec::new();
        ber::encode(value, &mut out);
        out.iter().map(|octet| format!("{octet:02x}")).collect()
    }

    fn operate(object: &TypeSpec, value: &Value, parameters: &Parameters) -> String {
        encoded(&Types::new(object).unwrap().operate(value, parameters).unwrap())
    }

    #[test]
    fn commands_have_the_octets_of_the_field() {
        let spec = object(TypeKind::Boolean, TypeKind::UtcTime, false);
        let types = Types::new(&spec).unwrap();
        let on = Value::boolean(true);
        let oper = "a21e830101a205850100890086010191086b03792e51eb850083010084020600";
        assert_eq!(encoded(&types.operate(&on, &parameters()).unwrap()), oper);
        assert_eq!(encoded(&types.select(&on, &parameters()).unwrap()), oper);
        assert_eq!(
            encoded(&types.cancel(&on, &parameters()).unwrap()),
            "a21a830101a205850100890086010191086b03792e51eb8500830100"
        );
        let all = Parameters {
            origin: (5, b"all".to_vec()),
            test: true,
            check: (true, true),
            time: (parameters().time.0, 0xe5),
            ..parameters()
        };
        assert_eq!(
            encoded(&types.operate(&on, &all).unwrap()),
            "a221830101a2088501058903616c6c86010191086b03792e51eb85e5830101840206c0"
        );
    }

    #[test]
    fn the_time_to_operate_and_its_absence() {
        let spec = object(TypeKind::Boolean, TypeKind::UtcTime, true);
        let never = operate(&spec, &Value::boolean(true), &parameters());
        assert!(never.starts_with("a2288301019108000000000000000aa205"), "{never}");
        let later = Parameters { oper_time: 1_700_000_000_123, ..parameters() };
        let later = operate(&spec, &Value::boolean(true), &later);
        assert!(later.starts_with("a22883010191086553f1001f7ced0aa205"), "{later}");
    }

    #[test]
    fn servers_with_binary_time_get_binary_time() {
        let spec = object(TypeKind::Boolean, TypeKind::BinaryTime(6), true);
        let value = operate(&spec, &Value::boolean(true), &parameters());
        assert!(value.starts_with("a2248301018c06000000000000a205"), "{value}");
        assert!(value.contains("8601018c06"), "{value}");
    }

    #[test]
    fn booleans_become_double_points_and_numbers_analogue_values() {
        let analogue = |member| TypeKind::Structure { elements: vec![member] };
        let float = || leaf("f", TypeKind::Float { exponent: 8, format: 32 });
        let cases = [
            (TypeKind::BitString(-2), Value::boolean(true), "84020680"),
            (TypeKind::BitString(2), Value::boolean(false), "84020640"),
            (TypeKind::BitString(2), Value::integer(1, 32), "850101"),
            (TypeKind::Boolean, Value::integer(1, 32), "850101"),
            (analogue(float()), Value::float32(1.5), "a2078705083fc00000"),
            (analogue(float()), Value::float64(1.5), "a2078705083fc00000"),
            (analogue(float()), Value::integer(3, 32), "a20787050840400000"),
            (analogue(float()), Value::structure(vec![Value::float32(1.0)]), "a2078705083f800000"),
            (analogue(float()), Value::boolean(true), "a203830101"),
            (analogue(leaf("i", TypeKind::Integer(32))), Value::integer(3, 32), "a203850103"),
            (analogue(leaf("i", TypeKind::Integer(32))), Value::float32(2.0), "a203850102"),
            (analogue(leaf("i", TypeKind::Integer(32))), Value::float32(2.5), "a20787050840200000"),
        ];
        for (kind, value, expected) in cases {
            let spec = object(kind.clone(), TypeKind::UtcTime, false);
            let sent = operate(&spec, &value, &parameters());
            assert!(sent[4..].starts_with(expected), "{kind:?} {value:?}: {sent}");
        }
    }

    #[test]
    fn an_object_needs_an_oper_with_a_value_and_may_lack_the_rest() {
        assert!(Types::new(&structure("", vec![])).is_err());
        assert!(Types::new(&structure("", vec![structure("Oper", vec![])])).is_err());
        let oper = service("Oper", &TypeKind::Boolean, &TypeKind::UtcTime, false, true);
        let types = Types::new(&structure("", vec![oper])).unwrap();
        let cancel = types.cancel(&Value::boolean(false), &parameters()).unwrap();
        assert_eq!(cancel.elements().unwrap().len(), 5);
    }
}
