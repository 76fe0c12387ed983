# Prints the commands of a Makefile, in its order: awk -f tools/list_commands.awk Makefile Makefile
#
#   ##@ A group
#   ## OPTION=value   a line about an option of the command below
#   command: ## what it does
#
# The Makefile is given twice. The first reading finds the longest name.

/^[a-z-]+:.*## / {
    name = $0
    sub(/:.*/, "", name)
}

NR == FNR {
    if (length(name) > width) width = length(name)
    next
}

/^##@ / {
    print (groups++ ? "\n" : "") substr($0, 5)
}

/^## / {
    options = options sprintf("%" (width + 11) "s%s\n", "", substr($0, 4))
}

/^[a-z-]+:.*## / {
    does = $0
    sub(/^[^#]*## /, "", does)
    printf "  make %-" width "s  %s\n%s", name, does, options
    options = ""
}

END {
    print "\nOptions come behind the command: make up PORT=8090"
    print "  OUTPUTS=file    the stage to work on, by its outputs; .local/outputs.json, which make up"
    print "                  writes, when it is left out. Of a stage on AWS:"
    print "                  pulumi stack output --json --stack dev > outputs.json"
    print "  CONFIRM=stage   name a stage with deletionProtection when a command changes it"
}
