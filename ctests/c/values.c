/* MmsValue: creation, access, copies, comparison, coding. */
#include "check.h"
#include "mms_value.h"

static void scalars(void)
{
    MmsValue *value = MmsValue_newIntegerFromInt32(-70000);
    CHECK(MmsValue_getType(value) == MMS_INTEGER);
    CHECK(MmsValue_toInt32(value) == -70000);
    CHECK(MmsValue_toInt64(value) == -70000);
    MmsValue_setInt32(value, 5);
    CHECK(MmsValue_toInt32(value) == 5);
    MmsValue_delete(value);

    value = MmsValue_newUnsignedFromUint32(4000000000u);
    CHECK(MmsValue_getType(value) == MMS_UNSIGNED);
    CHECK(MmsValue_toUint32(value) == 4000000000u);
    MmsValue_delete(value);

    value = MmsValue_newBoolean(true);
    CHECK(MmsValue_getBoolean(value));
    MmsValue_setBoolean(value, false);
    CHECK(!MmsValue_getBoolean(value));
    MmsValue_delete(value);

    value = MmsValue_newFloat(1.5f);
    CHECK(MmsValue_toFloat(value) == 1.5f);
    CHECK(MmsValue_toDouble(value) == 1.5);
    MmsValue_delete(value);
}

static void texts_and_octets(void)
{
    MmsValue *value = MmsValue_newVisibleString("hello");
    CHECK(strcmp(MmsValue_toString(value), "hello") == 0);
    CHECK(MmsValue_getStringSize(value) == 5);
    MmsValue_setVisibleString(value, "a longer text than before");
    CHECK(strcmp(MmsValue_toString(value), "a longer text than before") == 0);
    MmsValue_delete(value);

    uint8_t octets[] = {1, 2, 0, 254};
    value = MmsValue_newOctetString(0, 8);
    MmsValue_setOctetString(value, octets, 4);
    CHECK(MmsValue_getOctetStringSize(value) == 4);
    CHECK(MmsValue_getOctetStringMaxSize(value) == 8);
    CHECK(memcmp(MmsValue_getOctetStringBuffer(value), octets, 4) == 0);
    MmsValue_delete(value);
}

static void bits_and_times(void)
{
    MmsValue *value = MmsValue_newBitString(13);
    MmsValue_setBitStringFromInteger(value, 2114);
    CHECK(MmsValue_getBitStringSize(value) == 13);
    CHECK(MmsValue_getBitStringAsInteger(value) == 2114);
    CHECK(MmsValue_getBitStringBit(value, 1));
    MmsValue_deleteAllBitStringBits(value);
    CHECK(MmsValue_getNumberOfSetBits(value) == 0);
    MmsValue_delete(value);

    value = MmsValue_newUtcTimeByMsTime(1700000000123ull);
    CHECK(MmsValue_getUtcTimeInMs(value) == 1700000000123ull);
    CHECK(MmsValue_toUnixTimestamp(value) == 1700000000u);
    MmsValue_delete(value);
}

static MmsValue *sample(void)
{
    MmsValue *structure = MmsValue_createEmptyStructure(3);
    MmsValue_setElement(structure, 0, MmsValue_newBoolean(true));
    MmsValue_setElement(structure, 1, MmsValue_newVisibleString("abc"));
    MmsValue_setElement(structure, 2, MmsValue_newIntegerFromInt64(-1099511627776ll));
    return structure;
}

static void containers(void)
{
    MmsValue *structure = sample();
    CHECK(MmsValue_getArraySize(structure) == 3);
    CHECK(MmsValue_getElement(structure, 3) == NULL);
    CHECK(MmsValue_getElement(structure, -1) == NULL);

    MmsValue *copy = MmsValue_clone(structure);
    CHECK(MmsValue_equals(structure, copy));
    CHECK(MmsValue_equalTypes(structure, copy));
    MmsValue_setBoolean(MmsValue_getElement(copy, 0), false);
    CHECK(!MmsValue_equals(structure, copy));
    CHECK(MmsValue_update(copy, structure));
    CHECK(MmsValue_equals(structure, copy));

    char text[100];
    MmsValue_printToBuffer(structure, text, sizeof text);
    CHECK(strcmp(text, "{true,abc,-1099511627776}") == 0);
    char little[4];
    MmsValue_printToBuffer(structure, little, sizeof little);
    CHECK(memchr(little, 0, sizeof little) != NULL);

    uint8_t coded[100];
    int size = MmsValue_encodeMmsData(structure, coded, 0, true);
    CHECK(size > 0 && size < 100);
    CHECK(MmsValue_encodeMmsData(structure, NULL, 0, false) == size);
    int end = 0;
    MmsValue *decoded = MmsValue_decodeMmsData(coded, 0, size, &end);
    CHECK(decoded != NULL && end == size);
    CHECK(MmsValue_equals(structure, decoded));
    MmsValue_delete(decoded);
    for (int cut = 1; cut < size; cut++) { /* cut short: nothing or something, never a crash */
        MmsValue *part = MmsValue_decodeMmsData(coded, 0, cut, &end);
        if (part)
            MmsValue_delete(part);
    }
    MmsValue_delete(copy);
    MmsValue_delete(structure);
    MmsValue_delete(NULL);
}

int main(void)
{
    scalars();
    texts_and_octets();
    bits_and_times();
    containers();
    return RESULT();
}
