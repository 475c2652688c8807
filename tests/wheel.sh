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
# Whatever needs no extra works here, and what needs one says which.
flawed=$samples/flawed/nurse-visit-with-injection.837
for words in "explain INJ001" "rules list" "refdata status" "config init" "config show" "config schema" \
    "completion bash" "baseline write $flawed" "scrub $flawed --output scrubbed.837" \
    "show --names $flawed --fail-on never --output html=listing.html --output text" \
    "lint $flawed --fail-on never --output html=a.html --output sarif=a.sarif --output junit=a.xml --output 999=a.999"; do
    "$cleanclaim" $words >said || { cat said; echo "cleanclaim $words: failed without extras"; exit 1; }
done
for file in listing.html a.html a.sarif a.xml a.999 scrubbed.837; do
    [ -s "$file" ] || { echo "$file was not written"; exit 1; }
done
for words in "lsp" "lint $flawed --output parquet=a.parquet"; do
    status=0
    "$cleanclaim" $words </dev/null >said 2>&1 || status=$?
    [ "$status" = 2 ] && grep -q "pip install 'cleanclaim\[" said || { cat said; echo "cleanclaim $words: no extra named"; exit 1; }
done
echo "wheel: built, installed in a bare environment and run"
