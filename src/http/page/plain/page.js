// Shows the examples of the story, each with a button that runs it and shows the answer.
//
// Addresses are relative to the page, so that a proxy may mount the server below a path.

const ACCEPT = "application/graphql-response+json, application/json;q=0.9";

const list = document.getElementById("examples");
const template = document.getElementById("example");
const notice = document.getElementById("notice");

try {
  const response = await fetch("examples.json");
  if (!response.ok) {
    throw new Error(`the server answered ${response.status}`);
  }
  const examples = await response.json();
  list.append(...examples.map(card));
  if (examples.length === 0) {
    tell("This story brings no examples along.");
  }
} catch (error) {
  tell(`The examples could not be read: ${error.message}.`);
}

function tell(text) {
  notice.textContent = text;
  notice.hidden = false;
}

function card({ name, query, variables }) {
  const article = template.content.cloneNode(true).firstElementChild;
  const part = (selector) => article.querySelector(selector);
  const queryText = part(".query");
  const variablesText = part(".variables");

  part("h3").textContent = name;
  fill(queryText, query);
  if (variables) {
    fill(variablesText, JSON.stringify(variables, null, 2));
    part(".with-variables").hidden = false;
  }
  const button = part("button");
  button.setAttribute("aria-label", `Run ${name}`);
  button.addEventListener("click", run);
  article.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  });

  async function run() {
    if (button.disabled) {
      return;
    }
    button.disabled = true;
    part(".outcome").textContent = "Running.";
    const { outcome, text } = await answer(queryText.value, variablesText.value);
    part(".outcome").textContent = outcome;
    part(".answer").textContent = text;
    part(".answer").hidden = false;
    button.disabled = false;
  }

  return article;
}

function fill(textarea, text) {
  textarea.value = text.trimEnd();
  textarea.rows = textarea.value.split("\n").length;
}

async function answer(query, variables) {
  let parsed;
  try {
    parsed = variables.trim() === "" ? undefined : JSON.parse(variables);
  } catch (error) {
    return { outcome: "Not sent.", text: `The variables are not JSON: ${error.message}` };
  }
  const start = performance.now();
  try {
    const response = await fetch("graphql", {
      method: "POST",
      headers: { accept: ACCEPT, "content-type": "application/json" },
      body: JSON.stringify({ query, variables: parsed }),
    });
    const text = await response.text();
    const outcome = `${response.status} ${response.statusText}, ${Math.round(performance.now() - start)} ms`;
    return { outcome, text: pretty(text) };
  } catch (error) {
    return { outcome: "No answer.", text: `The server did not answer: ${error.message}` };
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
