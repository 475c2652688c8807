"""Sets and tables: from files, in force for some time, by several keys, with rows of an example's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanclaim.compiled import CompiledRule
from cleanclaim.engine import Engine
from cleanclaim.errors import RuleError
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.examples import prove

HEAD = 'language 1\n{0}\nrule TST001 "A test" {{\n  severity error\n  snip 6\n{1}\n  message "m"\n'
CSV = """# made up
Code,note
J3420,first
J1100,"a, b"

99202..99205,
"""
LIMITS = """procedure,starts,ends,units,fee,mass,names,dx,extra
96372,20200101,20241231,4,$1.50,10 mcg,JW JZ,D510,x
96372,2025-01-01,,3,"1,000",1 mg,JW;JZ,D51.0,x
J3420,2020-01-01,-,1,2,1 g,,I10,x
"""
TABLE = (
    "table limit (procedure: procedure, units: number, fee: money, mass: mass, names: modifiers, dx: diagnosis,"
    ' starts: date, ends: date?)\n  key procedure valid starts to ends from "limits.csv"'
)


def written(tmp_path: Path, top: str, body: str, **files: str) -> CompiledRule:
    for name, content in files.items():
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    text = HEAD.format(top, body) + "}\n"
    return compile_rules([RuleText("t.rules", text, str(tmp_path))])[0]


def wrong(rule: CompiledRule) -> list[str]:
    """What of the rule's examples does not hold."""
    return [f"{proof.title}: {proof.wrong}" for proof in prove([rule], Engine) if proof.wrong]


def fault(tmp_path: Path, top: str, body: str = "  for claim\n  forbid claim.frequency is 8", **files: str) -> str:
    with pytest.raises(RuleError) as caught:
        written(tmp_path, top, body, **files)
    (only,) = caught.value.faults
    assert only.line == 2 or only.excerpt
    return f"{only.code} {only.message}"


# ------------------------------------------------------------------- sets


def test_a_set_from_a_file(tmp_path: Path) -> None:
    body = """  for line where procedure is some
  forbid line.units > 1
  fail { line J3420 x2 }
  fail { line J1100 x2 }
  fail { line 99204 x2 }
  pass { line 99206 x2 }
  pass { line J3425 x2 }"""
    assert wrong(written(tmp_path, 'set some : procedure from "codes.csv"', body, codes=CSV)) == []


def test_diagnoses_from_a_file_with_and_without_dots(tmp_path: Path) -> None:
    body = """  for claim where diagnoses has some
  forbid claim.frequency is 1
  fail { diagnoses D51.0  line 99213 }
  fail { diagnoses E53.8  line 99213 }
  pass { diagnoses D51.1  line 99213 }"""
    assert wrong(written(tmp_path, 'set some : diagnosis from "dx.csv"', body, dx="D510\nE53.8\n")) == []


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("none.csv", "", "E101 there is no file `none.csv` beside this rule file"),
        ("../codes.csv", "", "E101 `../codes.csv` does not stand below this rule file"),
        ("/etc/hostname", "", "E101 `/etc/hostname` does not stand below this rule file"),
        ("codes.csv", "J3420\nJ342\n", "E104 `codes.csv` line 2: `J342` is not a procedure code"),
        ("codes.csv", "99205..99202\n", "E112 `codes.csv` line 1: the range `99205..99202` runs backwards"),
        ("codes.csv", "code\n# nothing\n", "E103 `codes.csv` holds no code"),
        ("codes.csv", 'J3420\n"J1100', "E101 `codes.csv` can not be read"),
    ],
)
def test_wrong_set_files_are_explained(tmp_path: Path, file: str, content: str, told: str) -> None:
    assert fault(tmp_path, f'set some : procedure from "{file}"', codes=content).startswith(told)


def faults_in_codes(folder: Path, system: str, content: str) -> list[str]:
    (folder / "codes.csv").write_text(content, encoding="utf-8")
    text = HEAD.format(f'set some : {system} from "codes.csv"', "  for line\n  forbid line.units > 1") + "}\n"
    try:
        compile_rules([RuleText("t.rules", text, str(folder))])
    except RuleError as error:
        return [f"{fault.message} | {fault.help}" for fault in error.faults]
    return []


@pytest.mark.parametrize("head", ["code", "CODE", "HCPCS", "Procedure Code", "hcpcs_code", "CPT/HCPCS", "procedures"])
def test_a_head_says_what_stands_below(tmp_path: Path, head: str) -> None:
    assert faults_in_codes(tmp_path, "procedure", f"{head}\nJ3420\n") == []


@pytest.mark.parametrize(
    ("system", "first", "code"),
    [
        ("procedure", "j3420", "J3420"),
        ("procedure", "j34*", "J34*"),
        ("procedure", "j3420..j3425", "J3420..J3425"),
        ("diagnosis", "d510", "D510"),
        ("modifier", "xu", "XU"),
        ("state", "oh", "OH"),
    ],
)
def test_a_code_in_small_letters_is_told_and_no_head(tmp_path: Path, system: str, first: str, code: str) -> None:
    (told,) = faults_in_codes(tmp_path, system, f"{first}\n")
    assert told.startswith("`codes.csv` line 1: ") and told.endswith(f"codes are written in capitals: {code}")


def test_what_is_neither_head_nor_code_is_told(tmp_path: Path) -> None:
    (told,) = faults_in_codes(tmp_path, "procedure", "injections\nJ3420\n")
    assert told.endswith("a first line that is the head says what stands below: `code` or `procedure`")


def test_every_line_that_is_no_code_is_told(tmp_path: Path) -> None:
    told = faults_in_codes(tmp_path, "procedure", "J342\nJ3420\nj3425\n9921\n")
    assert [one.split(":")[0] for one in told] == [f"`codes.csv` line {line}" for line in (1, 3, 4)]


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "codes.csv").write_text("J3420\n", encoding="utf-8")
    (tmp_path / "rules" / "in.csv").symlink_to(tmp_path / "codes.csv")
    told = fault(tmp_path / "rules", 'set some : procedure from "in.csv"')
    assert told == "E101 `in.csv` does not stand below this rule file"


def test_a_rule_without_a_folder_names_no_file() -> None:
    text = HEAD.format('set some : procedure from "codes.csv"', "  for line\n  forbid line.units > 1") + "}\n"
    with pytest.raises(RuleError, match="does not stand below"):
        compile_rules([RuleText("t.rules", text)])


# ------------------------------------------------------------------- tables

LIMITED = """  for line
  let limit = limit(line.procedure) on line.date
  when limit is present
  forbid line.units > limit.units or line.charge > $1000 or line.units * limit.mass > 40 g
    or (line.modifiers has JW and count(limit.names) = 0) or line.diagnoses lacks D51.0 and limit.dx is D51.0
"""


def limits(body: str) -> str:
    return (
        LIMITED.replace("let limit =", "let most =").replace("limit.", "most.").replace("when limit", "when most")
        + body
    )


def test_rows_in_force(tmp_path: Path) -> None:
    body = limits("""
  pass "four till the end of 2024" { line 96372 x4 on 2024-12-31 }
  fail "three from 2025" { line 96372 x4 on 2025-01-01 }
  pass "before the table" { line 96372 x9 on 2019-12-31 }
  pass "still in force" { line J3420 x1 on 2025-06-01 }
  fail { line J3420 x2 on 2025-06-01 }
  fail "an empty list" { line J3420-JW }
  pass "a full list" { line 96372-JW }
  fail "a diagnosis without its dot in the file" { diagnoses I10  line 96372 }
  pass "no row" { line 99213 x9 }""")
    assert wrong(written(tmp_path, TABLE, body, limits=LIMITS)) == []


def test_an_inline_table_with_days(tmp_path: Path) -> None:
    top = """table most (procedure: procedure, units: number, starts: date, ends: date?)
  key procedure valid starts to ends {
  | 96372 | 4 | 2020-01-01 | 2024-12-31 |
  | 96372 | 3 | 2025-01-01 | - |
}"""
    body = """  for line
  let limit = most(line.procedure) on line.date
  when limit is present
  forbid line.units > limit.units
  fail { line 96372 x4 }
  pass { line 96372 x4 on 2024-12-31 }
  pass { line 96372 x5 on 2019-12-31 }"""
    assert wrong(written(tmp_path, top, body)) == []


def test_several_keys(tmp_path: Path) -> None:
    top = """table edit (one: procedure, two: procedure, indicator: number) key one, two {
  | 96372 | 99211 | 0 |
  | 96372 | 99213 | 1 |
}"""
    body = """  for line as second
    paired with other line as first with same date
  let known = edit(first.procedure, second.procedure)
  when known is present
  forbid known.indicator = 0 or second.modifiers lacks 25
  fail at line 2 { line 96372  line 99211-25 }
  fail at line 1 { line 99213  line 96372 }
  pass { line 99213-25  line 96372 }
  pass "no such pair" { line 99211  line 99213 }"""
    assert wrong(written(tmp_path, top, body)) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("units,fee", "unist,fee"), "E101 `limits.csv` has no column `units`"),
        (("96372,2020", "9637,2020"), "E104 `limits.csv` line 2: column `procedure`: `9637` is not a procedure code"),
        (("20200101", "20200230"), "E103 `limits.csv` line 2: column `starts`: `20200230` is not a calendar date"),
        (("20241231", "20191231"), "E112 `limits.csv` line 2: the row ends before it begins"),
        (("2025-01-01,,", "2024-12-31,,"), "E122 `limits.csv` line 3: another row with the same key is in force"),
        (("$1.50", "much"), "E103 `limits.csv` line 2: column `fee`: expected an amount of money, found `much`"),
        (("10 mcg", "10 mL"), "E103 `limits.csv` line 2: column `mass`: the column holds a mass, which this is not"),
        (
            ("10 mcg", "ten"),
            "E103 `limits.csv` line 2: column `mass`: expected a quantity with its unit, like 10 mcg",
        ),
        ((",4,$", ",four,$"), "E103 `limits.csv` line 2: column `units`: `four` is not a number"),
        ((",4,$", ",,$"), "E103 `limits.csv` line 2: column `units`: a value is expected in every row"),
        (("96372,20200101,20241231,4", "96372,20200101"), "E103 `limits.csv` line 2: 7 cells; its head has 9"),
        (
            ("J3420,2020-01-01,-,1,2,1 g,,I10,x", "J3420,2020-01-01,-,1,2,1 g,,I10,x,more"),
            "E103 `limits.csv` line 4: 10 cells; its head has 9",
        ),
        ((",4,$", ",$4,$"), "E103 `limits.csv` line 2: column `units`: `$4` is not a number"),
    ],
)
def test_wrong_table_files_are_explained(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    assert change[0] in LIMITS
    assert fault(tmp_path, TABLE, limits=LIMITS.replace(*change, 1)).startswith(told)


@pytest.mark.parametrize(
    ("top", "told"),
    [
        (TABLE.replace("valid starts to ends", "valid strats to ends"), "E101 there is no column `strats`"),
        (TABLE.replace("valid starts to ends", "valid starts to units"), "E103 `units` is not a column of dates"),
        (TABLE.replace("starts: date,", "starts: date?,"), "E103 `starts` can be missing"),
    ],
)
def test_wrong_days_are_explained(tmp_path: Path, top: str, told: str) -> None:
    assert fault(tmp_path, top, limits=LIMITS).startswith(told)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("limit(line.procedure)", "E111 `limit` changes over time"),
        ("limit(line.procedure) on line.units", "E103 a date is expected here, not a number"),
        ("limit(line.procedure) on line.test_date", "E105 `line.test_date` can be missing"),
        ("limit(line.procedure, line.date) on line.date", "E103 table `limit` is asked by 1 key: procedure"),
    ],
)
def test_wrong_questions_are_explained(tmp_path: Path, call: str, told: str) -> None:
    body = f"  for line\n  let most = {call}\n  forbid most is missing"
    assert fault(tmp_path, TABLE, body, limits=LIMITS).startswith(told)


# ------------------------------------------------------------------- rows of an example's own


def test_given_rows(tmp_path: Path) -> None:
    body = limits("""
  pass { line 96372 x3 }
  fail "a stricter row" {
    given limit(96372) { units: 2, fee: $1, mass: 1 mcg, names: [JW], dx: D51.0, starts: 2020-01-01 }
    line 96372 x3
  }
  pass "and it takes the place of all rows of its key" {
    given limit(96372) { units: 2, fee: $1, mass: 1 mcg, names: [JW], dx: I10, starts: 2020-01-01, ends: 2020-01-31 }
    line 96372 x9
  }
  fail "other keys keep theirs" times 2 {
    given limit(96372) { units: 2, fee: $1, mass: 1 mcg, names: [JW], dx: I10, starts: 2020-01-01, ends: 2024-12-31 }
    given limit(96372) { units: 8, fee: $1, mass: 1 mcg, names: [JW], dx: D51.0, starts: 2025-01-01 }
    line 96372 x9
    line J3420 x2
  }
  pass "the next example does not have them" { line 96372 x3 }""")
    assert wrong(written(tmp_path, TABLE, body, limits=LIMITS)) == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("given limt(96372) { units: 2 }", "E101 there is no table named `limt`"),
        ("given limit(96372) { unist: 2 }", "E101 there is no column `unist`"),
        ("given limit(96372, 1) { units: 2 }", "E103 table `limit` has 1 key: procedure"),
        ("given limit(96372) { units: 2 }", "E103 a value is expected in every row"),
        ("given limit(96372) { procedure: 96372 }", "E122 `procedure` is said twice"),
        ("given limit(96372) { units: X9 }", "E103 `X9` is not a number"),
    ],
)
def test_wrong_rows_are_explained(tmp_path: Path, given: str, told: str) -> None:
    body = limits(f"\n  fail {{ {given}  line 96372 }}")
    assert fault(tmp_path, TABLE, body, limits=LIMITS).startswith(told)


def helped(tmp_path: Path, file: str) -> str:
    """The help that goes with a table's file."""
    with pytest.raises(RuleError) as caught:
        written(tmp_path, TABLE, limits(""), limits=file)
    return caught.value.faults[0].help


def test_a_file_of_another_sign_between_its_cells(tmp_path: Path) -> None:
    """As spreadsheets write it where the comma is the decimal point."""
    assert helped(tmp_path, LIMITS.replace(",", ";")) == "commas stand between the cells of a row"


def test_a_file_without_a_column(tmp_path: Path) -> None:
    assert helped(tmp_path, "code,first\n96372,2020-01-01\n") == "its columns are code, first"


def test_an_amount_in_a_column_of_numbers(tmp_path: Path) -> None:
    assert helped(tmp_path, LIMITS.replace(",4,$", ",$4,$")) == "a column of amounts is `money`"


# ------------------------------------------------------------------- what is wrong in many places


def faults_of(tmp_path: Path, top: str, **files: str) -> list[str]:
    with pytest.raises(RuleError) as caught:
        written(tmp_path, top, "  for claim\n  forbid claim.frequency is 8", **files)
    return [fault.message for fault in caught.value.faults]


PLAIN = 'table most (code: procedure, units: number, first: date) key code from "most.csv"'


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-inf", "1e3", "1_000", "\u0664", "0x10", "1,5"])
def test_what_only_python_reads_is_no_number(tmp_path: Path, number: str) -> None:
    rows = f'code,units,first\nJ3420,"{number}",2025-01-01\n'
    assert faults_of(tmp_path, PLAIN, most=rows) == [f"`most.csv` line 2: column `units`: `{number}` is not a number"]


def test_each_cell_of_a_file_is_told(tmp_path: Path) -> None:
    rows = "code,units,first\nJ3420,many,2025-02-30\nJ342,1,2025-01-01\nJ3425,2\nJ1100,1,2025-01-01\n"
    assert [message.split(": ")[0] for message in sorted(faults_of(tmp_path, PLAIN, most=rows))] == [
        "`most.csv` line 2", "`most.csv` line 2", "`most.csv` line 3", "`most.csv` line 4",
    ]  # fmt: skip


def test_of_a_file_that_is_wrong_throughout_the_first_are_told(tmp_path: Path) -> None:
    rows = "code,units,first\n" + "".join(f"{99000 + at},many,2025-01-01\n" for at in range(500))
    assert len(faults_of(tmp_path, PLAIN, most=rows)) == 20


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("code,units,first\n", "`most.csv` holds no row"),
        ("code,units,units,first\nJ3420,1,2,2025-01-01\n", "`most.csv` has two columns `units`"),
    ],
)
def test_a_file_that_says_nothing_or_two_things(tmp_path: Path, rows: str, told: str) -> None:
    assert faults_of(tmp_path, PLAIN, most=rows) == [told]


def test_each_cell_of_a_table_is_told(tmp_path: Path) -> None:
    table = """table most (code: procedure, units: number, first: date) key code {
  | 99213 | "3" | 2025-01-01 |
  | 9921  | $3  | 2025-01-01 |
  | 99215 | 1   |
  | 99214 | 1   | -          |
  | J3420 | 1   | 2025-01-01 |
}"""
    assert len(faults_of(tmp_path, table)) == 5


def test_each_row_that_contradicts_another_is_told(tmp_path: Path) -> None:
    table = """table most (code: procedure, first: date, last: date?) key code valid first to last {
  | 99213 | 2025-01-01 | -          |
  | 99213 | 2026-01-01 | -          |
  | 99214 | 2026-01-01 | 2025-01-01 |
}"""
    assert sorted(faults_of(tmp_path, table)) == [
        "another row with the same key is in force at the same time", "the row ends before it begins",
    ]  # fmt: skip


def test_an_example_sets_numbers_that_rules_could_write(tmp_path: Path) -> None:
    body = "  for line\n  forbid line.units > 1\n  fail { line 99213 x2 { ndc_quantity: NAN } }"
    assert fault(tmp_path, "", body) == "E130 `NAN` is not a number"
