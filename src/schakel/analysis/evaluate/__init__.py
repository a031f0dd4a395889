"""From the command line to a folder that a council can read.

`command` adds the arguments and runs `schakel evaluate`, `sums`, `value`, `rollout` and `simulate-panel`;
`jobs` does the work; `output` writes a folder whole or not at all; `sentences` says what was found and no
more; `charts`, `tables` and `pages` make the SVG, CSV and the PDF of two pages. No Django here: the programme
room only hands over its arguments.
"""
