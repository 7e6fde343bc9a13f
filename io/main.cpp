#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "io/commands.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/run/watch.hpp"
#include "io/size/size.hpp"
#include "io/sweep/ranks.hpp"
#include "io/sweep/sweep.hpp"
#include "io/tabulate/tabulate.hpp"

namespace {
using namespace riser;
using Command = int (*)(const Words&);

/// The options that mean the same everywhere.
void add_common(CLI::App& command, Words& words) {
  static const std::map<std::string, Device> devices{{"auto", Device::automatic}, {"cpu", Device::cpu}, {"cuda", Device::cuda}};
  command.add_option("--set", words.sets, "Change a value of the case, like --set pipe.inlet_depth='1 km'; repeatable")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command.add_option("--device", words.run.device, "auto, cpu or cuda")
      ->transform(CLI::CheckedTransformer(devices).description(""))
      ->type_name("auto|cpu|cuda");
  command.add_flag("-q,--quiet", words.run.quiet, "No progress and no talk, errors apart");
  command.add_flag("--json", words.run.json, "Data to standard output as JSON");
}

CLI::App* add_command(CLI::App& app, Words& words, const char* name, const char* help, const char* target) {
  CLI::App* command = app.add_subcommand(name, help);
  if (*target) command->add_option(target, words.target)->required();
  add_common(*command, words);
  return command;
}

/// What a job on a cluster says.
CLI::Option* add_stops(CLI::App& command, Words& words, const char* help) {
  CLI::Option* resume = command.add_flag("--resume", words.run.resume, help);
  resume->excludes(command.get_option("--overwrite"));
  command.add_option_function<std::string>("--walltime", [&words](const std::string& text) { words.run.walltime = parse_walltime(text); },
                                           "Write and stop in time for this limit from the start, like '90 min' or 1:30:00")->type_name("TIME");
  return resume;
}

/// The same for a study whose journal knows its case.
void add_study_stops(CLI::App& command, Words& words, const char* help) {
  CLI::Option* resume = add_stops(command, words, help);
  command.add_flag("--accept-changes", words.run.accept_changes, "Resume although the case is another; what the changes touch is run anew")->needs(resume);
}

/// The commands that run many cases.
void add_studies(CLI::App& app, Words& words, bool& no_report, std::map<CLI::App*, Command>& commands) {
  CLI::App* sweep = add_command(app, words, "sweep", "Run every member of the case's sweep, side by side: one table, one file", "CASE");
  sweep->add_flag("--overwrite", words.run.overwrite, "Replace an existing sweep");
  sweep->add_flag("--no-report", no_report, "No pictures");
  sweep->add_option("--threads", words.run.threads, "Members at a time; default all cores")->check(CLI::Range(1, 4096));
  CLI::Option* index = sweep->add_option("--array-index", words.array_index, "This job's number in an array of jobs, from 0");
  CLI::Option* size_of_array = sweep->add_option("--array-size", words.array_size, "Jobs in the array; this one takes the members with its number modulo the size")->check(CLI::Range(1, 1000000));
  index->needs(size_of_array);
  CLI::Option* resume = add_stops(*sweep, words, "Go on with the members that have not ended; those that have are in the sweep's journal");
  sweep->add_flag("--gather", words.gather, "Join the parts of a job array into the tables of the whole sweep; runs nothing")->needs(size_of_array)->excludes(index)->excludes(resume);
  CLI::App* size = add_command(app, words, "size", "Search bore, wall, stations and flow for the least energy or cost under the case's limits, transients included", "CASE");
  size->add_flag("--overwrite", words.run.overwrite, "Replace an existing sizing");
  size->add_flag("--no-report", no_report, "No pictures");
  size->add_option("--threads", words.run.threads, "Designs at a time; default all cores")->check(CLI::Range(1, 4096));
  add_study_stops(*size, words, "Go on with the transients that have not ended; those that have are in the sizing's journal");
  CLI::App* tabulate = add_command(app, words, "tabulate", "Run 2-D sections over velocity and concentration: tables of wall friction and dispersion", "CASE");
  tabulate->add_flag("--overwrite", words.run.overwrite, "Replace existing tables");
  tabulate->add_option("--threads", words.run.threads, "Sections at a time; default all cores")->check(CLI::Range(1, 4096));
  add_study_stops(*tabulate, words, "Go on with the sections that have not ended; those that have are in the tabulation's journal");
  commands[tabulate] = command_tabulate;
  commands[size] = command_size;
  commands[sweep] = command_sweep;
}

/// The commands that read results, so that a machine without Python's HDF5 can judge a run.
void add_readers(CLI::App& app, Words& words, std::map<CLI::App*, Command>& commands) {
  CLI::App* compare = add_command(app, words, "compare", "How far two runs (or files of results) lie apart, field by field", "RUN");
  compare->add_option("OTHER", words.other)->required();
  compare->add_option("--tolerance", words.tolerance, "Of a field's largest value; beyond it the exit code is 1")->check(CLI::NonNegativeNumber);
  CLI::App* dump = add_command(app, words, "dump", "Every data set of numbers of a run as a .npy file", "RUN");
  dump->add_option("FOLDER", words.other)->required();
  commands[compare] = command_compare;
  commands[dump] = command_dump;
}

int parse_and_run(int argc, char** argv) {
  Words words;
  bool no_report = false;
  CLI::App app{"Riser: slurry in a deep-sea lifting pipe.\nExit codes: 0 done, 1 runs differ, 2 bad input, 3 diverged, 4 stopped, 5 input or output, 6 device, 7 no design meets the limits.", "riser"};
  app.set_version_flag("--version", std::string("riser ") + RISER_VERSION + " (" + RISER_COMMIT + ")");
  app.require_subcommand(1);
  std::map<CLI::App*, Command> commands;
  CLI::App* run = add_command(app, words, "run", "Simulate a case: snapshots, summary, pictures", "CASE");
  run->add_flag("--overwrite", words.run.overwrite, "Replace an existing run");
  run->add_flag("--no-report", no_report, "No pictures");
  run->add_option("--threads", words.run.threads, "Threads of an axisymmetric run; default all cores")->check(CLI::Range(1, 4096));
  CLI::Option* resume = add_stops(*run, words, "Go on from the newest good checkpoint; without one the run begins anew");
  run->add_flag("--accept-changes", words.run.accept_changes, "Resume although the case is another than the checkpoint's")->needs(resume);
  CLI::App* check = add_command(app, words, "check", "Find every problem of a case and say what it will cost", "CASE");
  check->add_flag("--print-config", words.print_config, "Every value in force");
  CLI::App* make = add_command(app, words, "new", "Write a commented case to start from", "NAME");
  make->add_flag("--overwrite", words.run.overwrite, "Replace an existing case");
  add_readers(app, words, commands);
  add_studies(app, words, no_report, commands);
  commands[run] = command_run;
  commands[check] = command_check;
  commands[make] = command_new;
  commands[add_command(app, words, "report", "Draw the pictures and the page of a run", "RUN")] = command_report;
  commands[add_command(app, words, "info", "Version, compiler, devices", "")] = command_info;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_done : exit_bad_input;  // --help and --version come this way too
  }
  words.run.report = !no_report;
  const Command chosen = commands.at(app.get_subcommands().front());
  if (ranks::count() > 1 && chosen != command_sweep) throw std::invalid_argument("several ranks run sweeps; the other commands are the work of one process");
  return chosen(words);
}

/// An error in one of several ranks ends them all.
int run_or_say(int argc, char** argv) {
  try {
    return parse_and_run(argc, argv);
  } catch (const IoError& error) {
    std::fprintf(stderr, "riser: %s\n", error.what());
    return ranks::give_up(exit_io);
  } catch (const std::filesystem::filesystem_error& error) {
    std::fprintf(stderr, "riser: %s\n", error.what());
    return ranks::give_up(exit_io);
  } catch (const DeviceError& error) {
    std::fprintf(stderr, "riser: %s\n", error.what());
    return ranks::give_up(exit_device);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "riser: %s\n", error.what());
    return ranks::give_up(exit_bad_input);
  }
}
}  // namespace

int main(int argc, char** argv) {
  const riser::ranks::Session session(argc, argv);
  return run_or_say(argc, argv);
}
