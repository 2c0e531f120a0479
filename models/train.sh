#!/usr/bin/env bash
# Trains the shipped models again. DATA is the folder with groove/, frames/, openewld/ and billboard/ (see models/README.md).
# usage: models/train.sh DATA [drums|chorale|melody|chords ...]
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
pluginhost=${PLUGINHOST:-$here/../pluginhost}
data=${1:?the folder with the data}
shift

train() {
    local name=$1
    shift
    $pluginhost train --out "$here/$name.safetensors" --overwrite --seed 1 --threads 1 --card "name=$name" "$@"
}

for name in "${@:-drums}"; do
    case $name in
    drums)
        train drums --groove "$data/groove" --epochs 11 --hidden 192 --dropout 0.5 \
            --card "data=Groove MIDI Dataset v1.0.0 (Gillick et al. 2019), official split, 4/4" --card "licence=CC BY 4.0" \
            --card "attribution=Drums learned from the Groove MIDI Dataset by Google LLC (Gillick et al. 2019), CC BY 4.0"
        ;;
    chorale)
        train chorale --frames "$data/frames/jsb.txt.gz" --kind poly --epochs 150 --cell lstm --hidden 256 --head-width 192 --lookback 4,8,16 --dropout 0.35 --batch 4 --chunk 64 --half --card octave=-1 \
            --card "data=J. S. Bach's four-part chorales (Boulanger-Lewandowski et al. 2012), published split, quarter notes" \
            --card "licence=public domain"
        ;;
    melody)
        train melody --openewld "$data/openewld" --epochs 8 --hidden 160 --dropout 0.4 \
            --card "data=OpenEWLD (Simonetta et al. 2018): lead sheets in the public domain" --card "licence=MIT" \
            --card "attribution=Melody learned from OpenEWLD (Simonetta et al. 2018), MIT"
        ;;
    chords)
        train chords --billboard "$data/billboard/salami_chords_all.txt" --epochs 30 --hidden 96 --dropout 0.3 \
            --card "data=McGill Billboard Project 2.0 (Burgoyne, Wild, Fujinaga 2011), songs by last digit: 0 valid, 1 test" --card "licence=CC0"
        ;;
    *)
        echo "$0: no model \"$name\"" >&2
        exit 2
        ;;
    esac
done
