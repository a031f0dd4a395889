"""Addresses of the work. The path names the view, the view names the action."""

from django.urls import path

from schakel.casework.views import asking, board, children, handling, lists, supports, week

app_name = "casework"

urlpatterns = [
    path("", week.home, name="home"),
    path("mijn-week/", week.my_week, name="my_week"),
    path("kort-contact/", week.short_contact, name="short_contact"),
    path("kort-contact/<uuid:key>/", week.tap, name="tap"),
    path("vraag-stellen/", asking.ask, name="ask"),
    path("vragen/nieuw/", asking.new_question, name="new_question"),
    path("vragen/<uuid:key>/verstuurd/", asking.asked, name="asked"),
    path("mijn-vragen/", asking.my_questions, name="my_questions"),
    path("mijn-vragen/<uuid:key>/", asking.my_question, name="my_question"),
    path("mijn-vragen/<uuid:key>/intrekken/", asking.withdraw, name="withdraw"),
    path("vragen/", lists.questions, name="questions"),
    path("vragen/<uuid:key>/", handling.question, name="question"),
    path("vragen/<uuid:key>/oppakken/", handling.pick_up, name="pick_up"),
    path("vragen/<uuid:key>/verhelderen/", handling.clarify, name="clarify"),
    path("vragen/<uuid:key>/antwoord/", handling.answer, name="answer"),
    path("vragen/<uuid:key>/kind/", handling.name_child, name="name_child"),
    path("vragen/<uuid:key>/toewijzen/", handling.assign, name="assign"),
    path("vragen/<uuid:key>/samen/", handling.join, name="join"),
    path("vragen/<uuid:key>/intrekken/", handling.take_back, name="take_back"),
    path("vragen/<uuid:key>/ondersteuning/", supports.start, name="start_support"),
    path("kinderen/", lists.children, name="children"),
    path("kinderen/<uuid:key>/", children.child, name="child"),
    path("kinderen/<uuid:key>/ouder/", children.add_parent, name="add_parent"),
    path("kinderen/<uuid:key>/toestemming/", children.record_consent, name="record_consent"),
    path("kinderen/<uuid:key>/uitzondering/", children.consent_exception, name="consent_exception"),
    path("groepen/", lists.groups, name="groups"),
    path("ondersteuning/<uuid:key>/", supports.support, name="support"),
    path("ondersteuning/<uuid:key>/wijzigen/", supports.update, name="update_support"),
    path("ondersteuning/<uuid:key>/contact/", supports.contact, name="contact"),
    path("ondersteuning/<uuid:key>/stap/", supports.step, name="step"),
    path("ondersteuning/<uuid:key>/stap/<int:number>/klaar/", supports.step_done, name="step_done"),
    path("ondersteuning/<uuid:key>/doel/", supports.goal, name="goal"),
    path("ondersteuning/<uuid:key>/afspraak/", supports.appointment, name="appointment"),
    path("ondersteuning/<uuid:key>/op-of-af/", supports.move, name="move"),
    path("ondersteuning/<uuid:key>/team/", supports.member, name="member"),
    path("ondersteuning/<uuid:key>/team/<int:number>/stopt/", supports.member_leaves, name="member_leaves"),
    path("ondersteuning/<uuid:key>/overdragen/", supports.hand_over, name="hand_over"),
    path("ondersteuning/<uuid:key>/afsluiten/", supports.close, name="close"),
    path("ondersteuning/<uuid:key>/terugkijken/", supports.follow_up, name="follow_up"),
    path("vandaag/", board.today, name="today"),
    path("wie-is-waar/", board.whereabouts, name="whereabouts"),
    path("cijfers/", board.figures, name="figures"),
]
