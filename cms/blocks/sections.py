"""Lists with a meaning: steps of a visit, questions and answers, sources."""

from wagtail import blocks


class StepBlock(blocks.StructBlock):
    """One step of something that happens in order."""

    heading = blocks.CharBlock(
        max_length=80, help_text="What happens, for example “Talking: about 20 minutes”."
    )
    text = blocks.TextBlock(help_text="One to three plain sentences.")

    class Meta:
        icon = "arrow-right"
        label = "Step"
        group = "Steps and questions"
        description = "One step, in the order in which it happens."
        template = "blocks/step.html"
        preview_template = "blocks/step_preview.html"
        preview_value = {
            "heading": "Talking: about 20 minutes",
            "text": "We ask what hurts, and when.",
        }


class QuestionBlock(blocks.StructBlock):
    """A question as patients ask it, and its answer."""

    question = blocks.CharBlock(max_length=160, help_text="As a patient would ask it.")
    answer = blocks.RichTextBlock(
        features=["bold", "italic", "ul", "link"], help_text="The answer first, then the reasons."
    )

    class Meta:
        icon = "help"
        label = "Question"
        group = "Steps and questions"
        description = "A question that patients ask, with its answer."
        template = "blocks/question.html"
        preview_template = "blocks/question_preview.html"
        preview_value = {
            "question": "Does it hurt?",
            "answer": "<p>Most people feel very little.</p>",
        }


class SourceBlock(blocks.StructBlock):
    """A publication that the page rests on."""

    citation = blocks.TextBlock(help_text="Who, what, where, when: as you would print it.")
    url = blocks.URLBlock(required=False, label="Address", help_text="Where it can be read.")

    class Meta:
        icon = "doc-full"
        label = "Source"
        group = "Steps and questions"
        description = "A publication that the page rests on."
        template = "blocks/source.html"
        preview_value = {
            "citation": "NICE. Low back pain and sciatica in over 16s. NG59, 2016, updated 2020.",
            "url": "https://www.nice.org.uk/guidance/ng59",
        }


class StepsBlock(blocks.StreamBlock):
    step = StepBlock()


class QuestionsBlock(blocks.StreamBlock):
    question = QuestionBlock()


class SourcesBlock(blocks.StreamBlock):
    source = SourceBlock()
