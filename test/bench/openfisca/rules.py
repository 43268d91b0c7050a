"""The 20% of article 5 and the 3% of article 10 of every contract, under their yearly caps, by OpenFisca.

Reads a file of facts and writes claims and accounts as JSON, as `./duixian replay` does.
"""
import json
import sys

import numpy
from openfisca_core import entities, periods, simulation_builder, taxbenefitsystems, variables

YEAR = periods.DateUnit.YEAR
CAP_FEN = 100_000_000

CONTRACT = entities.Entity("contract", "contracts", "", "")
BUYER = entities.GroupEntity("buyer", "buyers", "", "", roles=[{"key": "bought", "plural": "boughts"}])
BROKER = entities.GroupEntity("broker", "brokers", "", "", roles=[{"key": "arranged", "plural": "arrangeds"}])


def variable(name, entity, formula=None):
    members = {"value_type": float, "entity": entity, "definition_period": YEAR}
    return type(name, (variables.Variable,), {**members, **({"formula": formula} if formula else {})})


def share(of, rate):
    return lambda contract, period: numpy.floor(contract(of, period) * rate + 0.5)


def capped(of):
    return lambda group, period: numpy.minimum(group.sum(group.members(of, period)), CAP_FEN)


def simulation_of(facts):
    system = taxbenefitsystems.TaxBenefitSystem([CONTRACT, BUYER, BROKER])
    system.add_variables(
        variable("technology", CONTRACT),
        variable("total", CONTRACT),
        variable("import_claim", CONTRACT, share("technology", 0.2)),
        variable("facilitation_claim", CONTRACT, share("total", 0.03)),
        variable("import_award", BUYER, capped("import_claim")),
        variable("facilitation_award", BROKER, capped("facilitation_claim")),
    )
    builder = simulation_builder.SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("contract", [fact["subject"] for fact in facts])
    groups = {}
    for group, role, party in (("buyer", "bought", "buyer"), ("broker", "arranged", "intermediary")):
        usccs = [fact["data"][party]["uscc"] for fact in facts]
        groups[group] = sorted(set(usccs))
        joined = builder.declare_entity(group, groups[group])
        builder.join_with_persons(joined, usccs, [role] * len(facts))
    return builder.build(system), groups


def main(path):
    with open(path, encoding="utf-8") as lines:
        facts = [fact for fact in map(json.loads, lines) if fact["type"] == "duixian.contract.v1"]
    simulation, groups = simulation_of(facts)
    years = numpy.array([int(fact["data"]["registeredOn"][:4]) for fact in facts])
    amounts = {
        name: numpy.array([fact["data"][f"{name}AmountFen"] for fact in facts], dtype=float)
        for name in ("technology", "total")
    }
    accounts, claims = [], []
    for year in sorted(set(years.tolist())):
        of_year = years == year
        for name, fen in amounts.items():
            simulation.set_input(name, str(year), numpy.where(of_year, fen, 0))
        for kind, group, party in (("import", "buyer", "buyer"), ("facilitation", "broker", "intermediary")):
            awards = simulation.calculate(f"{kind}_award", str(year))
            for uscc, fen in zip(groups[group], awards):
                if fen:
                    accounts.append({"entity": uscc, "year": year, "group": kind, "entitledFen": int(fen)})
            claimed = simulation.calculate(f"{kind}_claim", str(year))
            for at in numpy.nonzero(of_year)[0]:
                fact = facts[at]
                entity = fact["data"][party]["uscc"]
                claim = {"fact": fact["subject"], "entity": entity, "year": year, "group": kind}
                claims.append({**claim, "claimedFen": int(claimed[at])})
    total = sum(account["entitledFen"] for account in accounts)
    json.dump({"accounts": accounts, "claims": claims, "entitledFen": total}, sys.stdout)


main(sys.argv[1])
