#!/bin/sh
# Build the wheel, install it in a bare environment, and lint a sample from another folder.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=$root/.venv/bin/python

"$python" -m pip wheel --quiet --no-deps --wheel-dir "$work" "$root"
"$python" -m venv "$work/bare"
"$work/bare/bin/pip" install --quiet "$work"/cleanclaim-*.whl
cd "$work"
export XDG_CACHE_HOME=$work/cache
cleanclaim=$work/bare/bin/cleanclaim
"$cleanclaim" --version
samples=$("$work/bare/bin/python" -c 'from cleanclaim.resources import resource; print(resource("samples"))')
case $samples in "$work"/*) ;; *) echo "samples were not read from the wheel: $samples"; exit 1 ;; esac
"$cleanclaim" lint --output concise "$samples/clean"
"$work/bare/bin/python" -X importtime "$cleanclaim" lint "$samples/clean" 2>imported
! grep -q "| *lark" imported || { echo "the rules in the wheel were checked again"; exit 1; }
[ -z "$(find "$work/cache" -name 'rules-*')" ] || { echo "the rules were kept though the wheel holds them"; exit 1; }
status=0
"$cleanclaim" lint --output concise "$samples/flawed/nurse-visit-with-injection.837" >found || status=$?
cat found
[ "$status" = 1 ] || { echo "expected exit status 1, not $status"; exit 1; }
grep -q INJ001 found
"$cleanclaim" rules test
echo "wheel: built, installed in a bare environment and run"
