"""Hands over or erases everything that Floe keeps of a person: `floe export` and `floe forget`.

`data.Data` knows where all of it lies; begin there. `export` copies it into one zip file,
`forget` erases it.
"""
