#!/bin/bash
# Importing OpenAPI documents: FOLDER with .json, .yaml and .yml files; WARNINGS=1 lists each
#
# Each document is read as the portal does and stored as a version in a database of its own. One
# row a document: size, format, operations, schemas, warnings, milliseconds of each step, and the
# most memory that the program has held so far.
source "$(dirname "$0")/common.sh"

folder=$(cd "${1:?a folder of documents}" && pwd)
build bench_import
mapfile -t documents < <(find "$folder" -type f \( -name '*.json' -o -name '*.yaml' -o \
    -name '*.yml' \) | sort)
SECRET=$WORK/secret DATABASE=$WORK/bench.db "$BUILD/bench_import" "${documents[@]}"
