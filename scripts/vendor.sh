#!/bin/sh
# Copies the locked front-end packages into static/vendor, which is committed: the portal never asks a network for
# an asset, and nobody needs Node.js to run it. After changing a version in package.json:
#   npm install --ignore-scripts && npm run vendor
set -eu
cd "$(dirname "$0")/.."
from=node_modules
to=static/vendor

test -d "$from/bootstrap" || npm ci --ignore-scripts

rm -rf "$to"
mkdir -p "$to/bootstrap" "$to/bootstrap-icons/fonts" "$to/htmx" "$to/golos-text" "$to/pt-serif"

# The manifest storage stops at a reference to a file that is not there, so source maps are not referred to.
without_source_map() {
    sed -e 's|/\*# sourceMappingURL=[^*]*\*/||' -e 's|^//# sourceMappingURL=.*$||' "$1"
}

without_source_map "$from/bootstrap/dist/css/bootstrap.min.css" >"$to/bootstrap/bootstrap.min.css"
without_source_map "$from/bootstrap/dist/js/bootstrap.bundle.min.js" >"$to/bootstrap/bootstrap.bundle.min.js"
cp "$from/bootstrap/LICENSE" "$to/bootstrap/LICENSE"
cp "$from/@popperjs/core/LICENSE.md" "$to/bootstrap/LICENSE.popper"

# Every browser we support reads woff2: the woff twin is left out.
sed -E -e 's|\?[0-9a-f]{16,}||g' -e 's|,url\("fonts/bootstrap-icons\.woff"\) format\("woff"\)||' \
    "$from/bootstrap-icons/font/bootstrap-icons.min.css" >"$to/bootstrap-icons/bootstrap-icons.min.css"
cp "$from/bootstrap-icons/font/fonts/bootstrap-icons.woff2" "$to/bootstrap-icons/fonts/"
cp "$from/bootstrap-icons/LICENSE" "$to/bootstrap-icons/LICENSE"
# Only what the pages use: the whole font weighs as much as all the rest of a page.
.venv/bin/python scripts/subset_icons.py

without_source_map "$from/htmx.org/dist/htmx.min.js" >"$to/htmx/htmx.min.js"
cp "$from/htmx.org/LICENSE" "$to/htmx/LICENSE"

sed -e "s|'Golos Text Variable'|'Golos Text'|" -e 's|\./files/||g' -e 's|woff2-variations|woff2|' \
    "$from/@fontsource-variable/golos-text/index.css" >"$to/golos-text/golos-text.css"
cp "$from/@fontsource-variable/golos-text/files/"*.woff2 "$to/golos-text/"
cp "$from/@fontsource-variable/golos-text/LICENSE" "$to/golos-text/LICENSE"

# Papers are drawn by WeasyPrint, which takes two files of one family and weight for the same font and so garbles a
# font cut into Cyrillic and Latin subsets: whole fonts, one file per style.
pt_serif_face() { # file in the package, our name, style, weight
    cp "$from/@expo-google-fonts/pt-serif/$1.ttf" "$to/pt-serif/$2.ttf"
    cat >>"$to/pt-serif/pt-serif.css" <<EOF
@font-face {
  font-family: 'PT Serif';
  font-style: $3;
  font-weight: $4;
  src: url($2.ttf) format('truetype');
}
EOF
}
pt_serif_face 400Regular/PTSerif_400Regular pt-serif-regular normal 400
pt_serif_face 400Regular_Italic/PTSerif_400Regular_Italic pt-serif-italic italic 400
pt_serif_face 700Bold/PTSerif_700Bold pt-serif-bold normal 700
pt_serif_face 700Bold_Italic/PTSerif_700Bold_Italic pt-serif-bold-italic italic 700
cp "$from/@expo-google-fonts/pt-serif/LICENSE_FONT" "$to/pt-serif/LICENSE"

version_and_licence() {
    node -p "const p = require('./$from/$1/package.json'); '| ' + p.name + ' | ' + p.version + ' | ' + p.license + ' | $2 |'"
}
{
    echo "# Vendored front-end assets"
    echo
    echo "Written by \`npm run vendor\` from the versions locked in \`package-lock.json\`; do not edit by hand."
    echo "Each folder holds the licence of what is in it."
    echo
    echo "| package | version | licence | what for |"
    echo "|---|---|---|---|"
    version_and_licence bootstrap "styles and behaviour of the screens"
    version_and_licence @popperjs/core "part of \`bootstrap.bundle.min.js\`"
    version_and_licence bootstrap-icons "icons, as a font"
    version_and_licence htmx.org "parts of a page without reloading it"
    version_and_licence @fontsource-variable/golos-text "the font of the screens, family \`Golos Text\`"
    version_and_licence @expo-google-fonts/pt-serif "the font of printed papers, family \`PT Serif\`"
} >"$to/VERSIONS.md"
