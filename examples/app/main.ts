import { App } from "cdk8s";
import { Greetings } from "./chart.ts";

const app = new App();
new Greetings(app, "greetings", { image: process.env.IMAGE ?? "registry.example.com/greetings:1.0.0" });
app.synth();
