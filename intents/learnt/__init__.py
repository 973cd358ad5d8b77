"""What the templates do not hold: how likely each intent is, learnt from what people say.

`classifier.Classifier` is the entrance. It reads a text as `wordpiece` splits it, through the small
`encoder`. Both run on numpy alone; `intents.training` makes their file.
"""
