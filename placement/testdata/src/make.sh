#!/bin/sh
# Makes ../*.pdf from the hand-written sources beside it. Needs LibreOffice
# Writer, Chromium, weasyprint, paps, groff and Ghostscript, none of which the
# tests need.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for f in lo-*; do
	[ "$f" = lo-congvan.html ] && in="--infilter=HTML (StarWriter)" || in=
	soffice --headless "-env:UserInstallation=file://$work/lo" ${in:+"$in"} --convert-to pdf:writer_pdf_Export --outdir .. "$f" >/dev/null
done
for f in cr-*.html; do
	chromium --headless --no-sandbox --disable-gpu --user-data-dir="$work/cr" --no-pdf-header-footer \
		"--print-to-pdf=../${f%.html}.pdf" "file://$PWD/$f" 2>/dev/null
done
for f in wp-*.html; do weasyprint -q "$f" "../${f%.html}.pdf"; done
for f in pa-*.txt; do paps --paper=a4 --font="DejaVu Sans Mono 9" "$f" | ps2pdf - "../${f%.txt}.pdf"; done
for f in gs-*.ms; do groff -Tps "$f" | ps2pdf -sPAPERSIZE=letter - "../${f%.ms}.pdf"; done
