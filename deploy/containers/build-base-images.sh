#!/usr/bin/env bash
# Makes local images of NATS, MongoDB and Node from plain binaries and the libraries they name, for machines on which no
# image can be pulled. Elsewhere the official images serve. Needs busybox (static) for /bin/sh.
# Usage: build-base-images.sh NATS_BINARY MONGOD_BINARY NODE_BINARY
# Prints lines to be evaluated: the names of the images as the container suite takes them.
set -euo pipefail
nats=$1 mongod=$2 node=$3
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

# Copies a file into the files of an image under the path it has here.
keep() { # FOLDER FILE
  mkdir -p "$1$(dirname "$2")"
  cp -L "$2" "$1$2"
}

# The files of an image: the binary, its libraries, busybox, and the few files by which users and hosts are looked up.
files_with() { # FOLDER BINARY TARGET
  mkdir -p "$1"/{tmp,bin,etc,usr/bin} "$1$(dirname "$3")"
  chmod 1777 "$1/tmp"
  cp -L "$2" "$1$3"
  chmod 755 "$1$3"
  { ldd "$2" 2>/dev/null || true; } | { grep -o '/lib[^ ]*' || true; } | while read -r library; do keep "$1" "$library"; done
  for library in /lib/*-linux-gnu/lib{nss_files,nss_dns,resolv}.so.2; do
    if [ -e "$library" ]; then keep "$1" "$library"; fi
  done
  cp /bin/busybox "$1/bin/"
  for applet in sh nc awk cat grep ls id wget env sleep mkdir chown; do ln -sf busybox "$1/bin/$applet"; done
  ln -sf /bin/busybox "$1/usr/bin/env"
  printf 'root:x:0:0:root:/:/bin/sh\nnode:x:1000:1000::/tmp:/bin/sh\n' >"$1/etc/passwd"
  printf 'root:x:0:\nnode:x:1000:\n' >"$1/etc/group"
  printf 'hosts: files dns\n' >"$1/etc/nsswitch.conf"
}

image() { # VARIABLE NAME FOLDER, with the Dockerfile on standard input
  { printf 'FROM scratch\nCOPY files/ /\n' && cat; } >"$3/Dockerfile"
  docker build --quiet --tag "$2" "$3" >/dev/null 2>"$made/build.log" || { cat "$made/build.log" >&2; exit 1; }
  echo "export $1=$2"
}

files_with "$made/nats/files" "$nats" /usr/local/bin/nats-server
mkdir -p "$made/nats/files/data"
image NATS_IMAGE duixian/nats-server:local "$made/nats" <<'END'
EXPOSE 4222 8222
ENTRYPOINT ["/usr/local/bin/nats-server"]
END

files_with "$made/mongod/files" "$mongod" /usr/bin/mongod
mkdir -p "$made/mongod/files/data/db"
image MONGO_IMAGE duixian/mongod:local "$made/mongod" <<'END'
EXPOSE 27017
ENTRYPOINT ["/usr/bin/mongod"]
END

files_with "$made/node/files" "$node" /usr/local/bin/node
image NODE_IMAGE duixian/node:local "$made/node" <<'END'
ENV PATH=/usr/local/bin:/usr/bin:/bin
CMD ["node"]
END
