/// `hilum score`: rows in the order of the list, runs that go on after a kill, parts that merge into the whole.

import Foundation
import Imaging
import Testing

import hilum

@Suite("hilum score", .serialized)
struct ScoreCommandTests {
  @Test("one row for each film in the order of the list; a bad film is one line and a row without numbers")
  func rows() throws {
    let desk = try ScoreDesk()
    let run = try desk.score("out.csv")
    #expect(run.status == 3)
    #expect(run.complaints.count { $0.contains("broken.png") } == 1)
    let lines = try desk.text("out.csv").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("ImageID,Normal,aortic elongation,"))
    #expect(lines.dropFirst().dropLast().map { String($0.prefix { $0 != "," }) } == ScoreDesk.names)
    let columns = lines[0].split(separator: ",").count
    let numbers = lines[1].split(separator: ",").dropFirst().compactMap { Float($0) }
    #expect(numbers.count == columns - 1 && numbers.allSatisfy { $0 >= 1e-6 && $0 <= 1 - 1e-6 })
    #expect(lines[3] == "broken.png" + String(repeating: ",", count: columns - 1))
  }

  @Test("with --black-images a bad film is scored as black")
  func blackImages() throws {
    let desk = try ScoreDesk(["broken.png", "a.png"])
    let run = try desk.score("out.csv", ["--black-images"])
    #expect(run.complaints.count { $0.contains("broken.png") } == 1)
    let cells = try desk.text("out.csv").split(separator: "\n")[1].split(separator: ",")
    #expect(cells.count > 10 && cells.dropFirst().allSatisfy { Float($0) != nil })
  }

  @Test("with --refuse-rejected what is no chest film has a row without numbers, and a reason")
  func rejected() throws {
    let desk = try ScoreDesk(["a.png"])
    let blank = try PNGImage(rows: 64, columns: 64, gray: [UInt16](repeating: 9, count: 64 * 64)).encoded()
    try Data(blank).write(to: desk.folder.appending(path: "a.png"))
    let run = try desk.score("out.csv", ["--refuse-rejected"])
    #expect(run.status == 3 && run.complaints.contains { $0.contains("a.png: Not read (reject_input)") })
    #expect(try desk.text("out.csv").split(separator: "\n").last?.hasPrefix("a.png,,") == true)
    #expect(try desk.score("other.csv", ["--refuse-rejected", "--black-images"]).status == 2)
  }

  @Test("a run that was cut off in the middle of a line goes on after the last whole one, to the same bytes")
  func resumes() throws {
    let desk = try ScoreDesk()
    _ = try desk.score("out.csv")
    let whole = try desk.text("out.csv")
    let half = String(whole.prefix(whole.count / 2))
    try FileManager.default.removeItem(atPath: desk.path("out.csv"))
    try half.write(toFile: desk.path("out.csv.partial"), atomically: true, encoding: .utf8)
    let other = try desk.score("out.csv", ["--ensemble", "max", "--fidelity", "corrected"])
    #expect(other.status == 1 && other.complaints.contains { $0.contains("another plan") })
    let run = try desk.score("out.csv")
    #expect(
      run.complaints.contains { $0.contains("going on after") && !$0.contains("after 0 of") }
    )
    #expect(try desk.text("out.csv") == whole)
    #expect(!FileManager.default.fileExists(atPath: desk.path("out.csv.partial")))
    let again = try desk.score("out.csv")
    #expect(again.complaints.contains { $0.contains("complete already") })
    #expect(again.status == 3, "the broken film is still one")
  }

  @Test("processes under mpirun write a part each, and the merged parts are the file of one process")
  func shards() throws {
    let desk = try ScoreDesk()
    _ = try desk.score("one.csv")
    for rank in 0..<3 {
      let environment = ["OMPI_COMM_WORLD_RANK": "\(rank)", "OMPI_COMM_WORLD_SIZE": "3"]
      #expect(try desk.score("all.csv", environment: environment).status == 0, "mpirun would end the others")
      if rank == 1 {
        let early = try Program.run(arguments: ["score", "merge", "--output", desk.path("all.csv")])
        #expect(early.status == 1 && early.complaints.contains { $0.contains("missing: 3") })
      }
    }
    let merged = try Program.run(arguments: ["score", "merge", "--output", desk.path("all.csv")])
    #expect(merged.status == 3 && merged.complaints.contains { $0.contains("films without scores: 1.") })
    #expect(try desk.text("all.csv") == desk.text("one.csv"))
    _ = try desk.score("p1.csv", ["--shard", "1/2"])
    _ = try desk.score("p2.csv", ["--shard", "2/2"])
    let named = try Program.run(
      arguments: [
        "score", "merge", "--output", desk.path("two.csv"), desk.path("p2.csv"), desk.path("p1.csv"),
      ])
    #expect(named.status == 3)
    #expect(try desk.text("two.csv") == desk.text("one.csv"))
  }

  @Test("a name that leads out of the folder is one refused film")
  func outside() throws {
    let desk = try ScoreDesk(["a.png"])
    try "ImageID\n../secret.png\na.png\n".write(
      toFile: desk.path("list.csv"), atomically: true, encoding: .utf8)
    let run = try desk.score("out.csv")
    #expect(run.status == 3 && run.complaints.contains { $0.contains("../secret.png: The name leads out") })
    #expect(try desk.text("out.csv").split(separator: "\n").last?.hasPrefix("a.png,0.") == true)
  }

  @Test("a mistake in the command line gives code 2", arguments: ["0/2", "3/2", "x", "1/0"])
  func usage(shard: String) throws {
    let desk = try ScoreDesk(["a.png"])
    #expect(try desk.score("out.csv", ["--shard", shard]).status == 2)
  }

  @Test("parts are read off mpirun, Slurm arrays and srun")
  func environments() throws {
    let array = [
      "SLURM_ARRAY_TASK_ID": "9", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "3",
      "SLURM_ARRAY_TASK_STEP": "2",
    ]
    #expect(Shard.ofThisProcess(array) == Shard(4, of: 4))
    #expect(Shard.ofThisProcess(["PMI_RANK": "0", "PMI_SIZE": "2"]) == Shard(1, of: 2))
    let step = ["SLURM_STEP_ID": "0", "SLURM_PROCID": "1", "SLURM_NTASKS": "2"]
    #expect(Shard.ofThisProcess(step) == Shard(2, of: 2))
    #expect(Shard.ofThisProcess(["SLURM_PROCID": "0", "SLURM_NTASKS": "1"]) == nil)
    #expect(Shard.ofThisProcess([:]) == nil)
    let shards = try (1...3).map { try #require(Shard($0, of: 3)) }
    #expect(shards.map { $0.rows(of: 8) } == [3, 3, 2])
    #expect(shards.flatMap { shard in (0..<shard.rows(of: 8)).map(shard.place) }.sorted() == Array(0..<8))
    #expect(shards[1].path(beside: "/a/b.csv") == "/a/b.2-of-3.csv")
  }

  @Test("progress says how many, how fast and how long")
  func progress() {
    #expect(
      ScoreMeter.line(1200, of: 50000, since: 200, seconds: 100, 2)
        == "1200 / 50000 films, 10.0 a second, 1 h 21 min left, 2 refused")
    #expect(ScoreMeter.line(5, of: 5, since: 0, seconds: 2, 0) == "5 / 5 films, 2.5 a second")
  }
}
