"""Tools for a teacher: `python -m nnlab.classroom --help`.

`assignment` makes an nbgrader assignment of a lesson. `guide` brings the teacher's guide up to date. `report`
says how a class did, from the notebooks that were handed in. What a file does:

`lessons` reads notebooks, `calls` finds the checks in a cell. `assignment` and `config` are for nbgrader.
`guide` writes `docs/teaching/`. In a report, `report` starts one `keeper` a notebook, which ends whatever the
notebook started; `worker` tries the answers; `findings` looks at the whole class; `page` writes it down.
"""
