/// What is planned for a film: reproducible, varied, and fit to learn from.

import Testing

import Phantom

@Suite("A plan")
struct PlanTests {
  @Test("The same seed gives the same bits, whatever was made before")
  func deterministic() throws {
    let first = try Plan(seed: 7).film(rows: 96, columns: 96)
    _ = try Plan(seed: 8).film(rows: 64, columns: 64)
    let again = try Plan(seed: 7).film(rows: 96, columns: 96)
    #expect(first.gray == again.gray)
    #expect(first.regions == again.regions)
    #expect(try Plan(seed: 8).film(rows: 96, columns: 96).gray != first.gray)
  }

  @Test("The generator is xoshiro256**, seeded by SplitMix64")
  func generator() {
    var random = Random(seed: 0)
    #expect(random.next() == 0x99EC_5F36_CB75_F2B4)
    #expect(random.next() == 0xBF6E_1F78_4956_452A)
  }

  @Test("Each drawn finding is in more than 5 % of films, and about a fifth are normal")
  func frequencies() {
    let plans = (0..<4000).map { Plan(seed: UInt64($0)) }
    let normal = plans.count { $0.lesions.isEmpty }
    #expect((700...1000).contains(normal), "\(normal) normal films")
    for kind in FindingKind.all {
      let films = plans.count { plan in plan.lesions.contains { $0.label == kind.label } }
      #expect(films > 200, "\(kind.label.rawValue): \(films) of 4000")
    }
    #expect(plans.allSatisfy { $0.lesions.count <= 4 })
  }

  @Test("Findings that exclude each other never share a film")
  func exclusions() {
    for seed in 0..<3000 {
      let labels = Set(Plan(seed: UInt64(seed)).lesions.map(\.label))
      for label in labels {
        let excluded = FindingKind.of(label)?.excludes ?? []
        #expect(labels.isDisjoint(with: excluded), "seed \(seed)")
      }
    }
  }

  @Test("The thirty classes stand in the order of the published model")
  func labelOrder() {
    let names = Label.allCases.map(\.rawValue)
    #expect(names.count == 30)
    #expect(names[0] == "Normal")
    #expect(names[8] == "Support Devices")
    #expect(names[14] == "Hydropneumothorax")
    #expect(names[19] == "pneumoperitoneo")
    #expect(names[22] == "hyperinflated lung")
    #expect(names[29] == "calcified densities")
  }

  @Test("At least sixteen classes are drawn, each by one row")
  func table() {
    #expect(FindingKind.all.count >= 16)
    #expect(Set(FindingKind.all.map(\.label)).count == FindingKind.all.count)
  }
}
