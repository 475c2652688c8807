"""The file that `cleanclaim config init` writes: everything there is, switched off, with its default."""

from __future__ import annotations

STARTER = """\
# Configuration of cleanclaim. The closest file above a claim file holds; nothing is merged.
# The command line beats this file. `cleanclaim config show` says where each value came from.

# extend = "../base.toml"       # take the settings of another file first

# select = ["ALL"]              # the rules that run: codes and prefixes
# fail-on = "error"             # error, warning, info or never
# show = "info"                 # lowest severity that is shown
# values = "codes"              # or "none": nothing of the claims is shown
# paths = "full"                # "basename" or "hash" where reports go to CI
# output = ["full"]             # as --output: FORMAT or FORMAT=PATH
# rules = ["rules/*.rules"]     # rules of your own
# refdata = "refdata.sqlite"    # made by `cleanclaim refdata import`
# baseline = "baseline.json"    # findings that are known already
# payer = "medicare"            # the payer profile of every claim: `cleanclaim rules list --payer medicare`
# expect-usage = "P"            # what ISA15 must say
# exclude = ["old/**"]          # no claim files

# [severity]
# MOD120 = "error"

# [[ignore]]
# rule = "INJ003"
# payer = "60054"
# reason = "contract 7.2 allows it"
# expires = 2027-03-31

# [payers."60054"]
# profile = "medicare"
# severity = { INJ003 = "info" }

# [receivers."CLEARINGCO"]      # ISA08 or GS03
# usage = "P"
# max-claims-per-transaction = 5000
# character-set = "basic"
# sender-ids = ["OURSENDERID"]
# payer-aliases = { "60054" = ["AETNA", "0060054"] }

# [files."fixtures/**"]
# expect-usage = "T"
"""
