# Completion of billet for fish: the program itself says what may stand there.
function __billet_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l front
    set -e words[1]
    while test (count $words) -gt 2; and string match -q -- '--*' $words[1]
        if contains -- $words[1] --db --plugins --color
            set -a front $words[1..2]
            set -e words[1..2]
        else
            set -e words[1]
        end
    end
    set -l found (billet $front complete --notes -- $words 2>/dev/null)
    test -n "$found"; and printf '%s\t%s\n' $found
end
complete -c billet -f -a '(__billet_complete)'
