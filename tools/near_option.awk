# Prints the known word that is nearest to the given one, if one is near:
#   awk -f tools/near_option.awk GIVEN KNOWN...
# Near: at most a third of the letters differ, whatever their case.

function least(a, b) {
    return a < b ? a : b
}

# How many letters have to be put in, left out or replaced to make one word of the other.
function distance(one, other,    i, j, above, row) {
    for (j = 0; j <= length(other); j++) above[j] = j
    for (i = 1; i <= length(one); i++) {
        row[0] = i
        for (j = 1; j <= length(other); j++) {
            row[j] = above[j - 1] + (substr(one, i, 1) != substr(other, j, 1))
            row[j] = least(row[j], least(above[j], row[j - 1]) + 1)
        }
        for (j = 0; j <= length(other); j++) above[j] = row[j]
    }
    return above[length(other)]
}

BEGIN {
    best = length(ARGV[1]) / 3
    for (n = 2; n < ARGC; n++) {
        far = distance(toupper(ARGV[1]), ARGV[n])
        if (far < best || (far == best && near == "")) {
            best = far
            near = ARGV[n]
        }
    }
    if (near != "") print near
}
