#!/bin/sh
# Packs an installed tree for Debian: deb.sh TREE VERSION FOLDER. Prints the package's path.
# What it depends on is what its programs link, as dpkg-shlibdeps reads it from the packages they came from.
set -eu
tree=$(realpath "$1") version=$2 folder=$(realpath "$3")
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

strip --strip-unneeded "$tree/usr/bin/billet" "$tree"/usr/lib/billet/*.so
find "$tree/usr/share/man" -name '*.[1-9]' -exec gzip -9nf {} +
find "$tree" -type d -exec chmod 755 {} +

mkdir "$work/debian" "$tree/DEBIAN"
printf 'Source: billet\n\nPackage: billet\nArchitecture: any\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O "$tree/usr/bin/billet" "$tree"/usr/lib/billet/*.so)
cat >"$tree/DEBIAN/control" <<END
Package: billet
Version: $version
Architecture: $architecture
Maintainer: ${DEBFULLNAME:-billet} <${DEBEMAIL:-billet@localhost}>
Installed-Size: $(du -sk --exclude=DEBIAN "$tree" | cut -f 1)
Depends: ${depends#shlibs:Depends=}, tzdata
Recommends: ca-certificates, fonts-noto-core, fonts-liberation
Suggests: fonts-noto-cjk
Section: misc
Priority: optional
Description: billing engine for managed service providers
 Finds what every customer contract owes - time, fees, prepaid blocks,
 counted devices, charges - and bills it in batches. Contract types, prices,
 taxes and exports are Lua plugins; a book is one file.
END
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
# No file is younger than the change that was packed, so that the same change gives the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
dpkg-deb --root-owner-group --build "$tree" "$folder/billet_${version}_$architecture.deb" >/dev/null
echo "$folder/billet_${version}_$architecture.deb"
