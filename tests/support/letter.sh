#!/bin/bash
# Prints a small, valid PDF letter: letter.sh TEXT >letter.pdf
set -euo pipefail
stream="BT /F1 14 Tf 72 760 Td (${1:-Surat permohonan}) Tj ET"
objects=(
    '<</Type/Catalog/Pages 2 0 R>>'
    '<</Type/Pages/Kids[3 0 R]/Count 1>>'
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R
/Resources<</Font<</F1 5 0 R>>>>>>'
    "<</Length ${#stream}>>stream"$'\n'"$stream"$'\n''endstream'
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'
)
pdf=$'%PDF-1.4\n' xref=$'0000000000 65535 f \n'
for i in "${!objects[@]}"; do
    xref+=$(printf '%010d 00000 n ' "${#pdf}")$'\n'
    pdf+="$((i + 1)) 0 obj"$'\n'"${objects[i]}"$'\n''endobj'$'\n'
done
printf '%sxref\n0 %d\n%strailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n' \
    "$pdf" $((${#objects[@]} + 1)) "$xref" $((${#objects[@]} + 1)) ${#pdf}
